import { type PartitionId, type Slot } from '../../../src/lib/event-log/positions';
import { type CreateOutcome, type LandingStateStore, type SlotStore } from '../../../src/lib/landing/ports';
import { type PoisonSearch } from '../../../src/lib/event-log/attempt-store';
import { type HubReader } from '../../../src/lib/event-log/hub-reader';
import { type SlotMetadata } from '../../../src/lib/landing/slot-metadata';
import { SluiceError } from '../../../src/lib/platform/errors';

/**
 * The fault of one request:
 *
 * - `failed`: it is not performed, and the caller gets an error.
 * - `lostReply`: it is performed, and the caller gets an error.
 * - `late`: the caller gets an error, and it is performed later.
 * - `deadBefore`, `deadAfter`: the process ends before or after it is performed.
 */
export type Fault = 'none' | 'failed' | 'lostReply' | 'late' | 'deadBefore' | 'deadAfter';

/** The simulated end of a process. Code that catches it must rethrow it. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

export interface HostileProcessOptions {
  readonly store: SlotStore;
  readonly state: LandingStateStore;
  /** Batches of `receive` arrive completely or not at all; the reader requests lost ones again. */
  readonly hub: HubReader;
  /** The n-th request has the n-th fault. Later requests have none. */
  readonly faults: readonly Fault[];
  /** Resolves when the scheduler lets the process continue. */
  readonly turn: (label: string) => Promise<unknown>;
}

/** The lake, landing state and hub of one process over a faulty network, until the process dies. */
export class HostileProcess {
  readonly store: SlotStore;
  readonly state: LandingStateStore;
  readonly hub: HubReader;
  readonly #turn: HostileProcessOptions['turn'];
  readonly #faults: Iterator<Fault>;
  #dead = false;

  constructor({ store, state, hub, faults, turn }: HostileProcessOptions) {
    this.#turn = turn;
    this.#faults = faults[Symbol.iterator]();
    this.store = {
      create: (path: string, body: Buffer, metadata: SlotMetadata) =>
        this.#request(`create ${path.slice(-22, -10)}`, () => store.create(path, body, metadata)).catch(
          (cause: unknown): CreateOutcome => {
            if (cause instanceof ProcessDied) throw cause;
            return { outcome: 'uncertain', cause };
          },
        ),
      readMetadata: (path: string) => this.#request('look', () => store.readMetadata(path)),
      firstSlot: (partition: PartitionId) => this.#request('list', () => store.firstSlot(partition)),
    };
    this.state = {
      readHint: (partition: PartitionId) => this.#request('read hint', () => state.readHint(partition)),
      advanceHeadHint: (partition: PartitionId, slot: Slot) =>
        this.#request('advance hint', () => state.advanceHeadHint(partition, slot)),
      readPoisonSearch: (partition: PartitionId) =>
        this.#request('read poison search', () => state.readPoisonSearch(partition)),
      writePoisonSearch: (partition: PartitionId, poisonSearch: PoisonSearch) =>
        this.#request('write poison search', () => state.writePoisonSearch(partition, poisonSearch)),
      clearPoisonSearch: (partition: PartitionId) =>
        this.#request('clear poison search', () => state.clearPoisonSearch(partition)),
    };
    this.hub = {
      readHubGeneration: (source) =>
        this.#request('read hub generation', () => hub.readHubGeneration(source)),
      readPartition: (source, partition) =>
        this.#request('read partition', () => hub.readPartition(source, partition)),
      receive: (...of) => this.#receive(hub.receive(...of)[Symbol.asyncIterator]()),
    };
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** A step of the process without a request. The process can die here, too. */
  async step(label: string): Promise<void> {
    if (this.#dead) throw new ProcessDied();
    const fault = this.#nextFault();
    await this.#turn(label);
    if (fault === 'deadBefore' || fault === 'deadAfter') this.#die();
  }

  /** Takes two turns per request, so that others can act before it is performed and before its answer arrives. */
  async #request<T>(label: string, perform: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new ProcessDied();
    const fault = this.#nextFault();
    await this.#turn(label);
    if (fault === 'deadBefore') this.#die();
    if (fault === 'late') void this.#turn(`late ${label}`).then(perform);
    if (fault === 'late' || fault === 'failed') throw unavailable(label);
    const answer = await perform();
    await this.#turn(`answer to ${label}`);
    if (fault === 'deadAfter') this.#die();
    if (fault === 'lostReply') throw unavailable(label);
    return answer;
  }

  async *#receive<T>(batches: AsyncIterator<T>): AsyncGenerator<T> {
    for (;;) {
      const next = await this.#request('receive', () => batches.next());
      if (next.done === true) return;
      yield next.value;
    }
  }

  #nextFault(): Fault {
    const next = this.#faults.next();
    return next.done === true ? 'none' : next.value;
  }

  #die(): never {
    this.#dead = true;
    throw new ProcessDied();
  }
}

function unavailable(label: string): SluiceError {
  return new SluiceError('lake_unavailable', `${label}: injected`, { kind: 'transient' });
}

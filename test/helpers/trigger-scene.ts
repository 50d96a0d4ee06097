import { type AppSettings, type CheckpointPlace, type TriggerState } from '../../src/lib/checkpoint/ports';
import { type HubPartition } from '../../src/lib/event-log/hub-reader';
import { INCARNATION, receivedEvent } from './events';
import { setUp } from './landing-scene';
import { ManualClock } from './manual-clock';

const NAME = 'landIot';
const BATCH = 4;

interface Blob {
  etag: number;
  sequenceNumber: number;
  offset: string | undefined;
}

/**
 * A hub of one partition with events that the host cannot bind, a host that lands what it can, a sweep that lands the rest,
 * and the account in which the host keeps its checkpoint and claim. All in memory, and nothing moves by itself.
 */
export class TriggerScene implements TriggerState, AppSettings {
  readonly landing = setUp();
  readonly clock = new ManualClock('2026-11-21T03:00:00Z');
  readonly said: string[] = [];
  settings: Readonly<Record<string, string>> = {
    KEPT: 'as it is',
    'AzureWebJobs.simulateIot.Disabled': 'true',
  };
  /** Every set of settings that ever was. */
  readonly history: Readonly<Record<string, string>>[] = [];
  checkpoint: Blob | undefined;
  ownership: { owner: string; at: number } | undefined;
  /** Events that the host passed although Bronze does not have them. */
  readonly skipped: number[] = [];
  last = -1;
  begun: number | undefined;
  /** What a call of a port does besides. */
  onCall: (() => Promise<void>) | undefined;
  readonly unbindable: ReadonlySet<number>;

  constructor(unbindable: Iterable<number>) {
    this.unbindable = new Set(unbindable);
  }

  readonly place: CheckpointPlace = { hub: 'iot', consumerGroup: 'bronze', partition: 3 };

  readonly hub = {
    readIncarnation: () => Promise.resolve(INCARNATION),
    readPartitions: (): Promise<readonly HubPartition[]> =>
      Promise.resolve([{ partition: 3, beginSequenceNumber: 0, lastSequenceNumber: this.last }]),
  };

  get inBronze(): readonly number[] {
    return this.landing.landed();
  }

  get isDisabled(): boolean {
    return this.settings[`AzureWebJobs.${NAME}.Disabled`] === 'true';
  }

  /** The host does what it has to do next: start, stop, or one batch. */
  async runHost(): Promise<void> {
    if (this.isDisabled) {
      if (this.begun !== undefined) this.ownership = { owner: '', at: this.#now };
      this.begun = undefined;
      return;
    }
    this.ownership = { owner: 'host', at: this.#now };
    if (this.begun === undefined) this.#begin();
    const from = this.begun ?? 0;
    const batch = range(from, Math.min(this.last, from + BATCH - 1));
    // The binding fails before the function is asked, for the whole batch, and is tried again for ever.
    if (batch.length === 0 || batch.some((number) => this.unbindable.has(number))) return;
    await this.landing.land(batch.map((number) => receivedEvent(number)));
    this.begun = from + batch.length;
    this.#write(this.begun - 1);
  }

  /** The sweep lands everything that the hub has, whatever its body. */
  async sweep(): Promise<void> {
    if (this.last >= 0) await this.landing.land(range(0, this.last).map((number) => receivedEvent(number)));
  }

  /** The host dies: its claim stays until it lapses. */
  killHost(): void {
    this.begun = undefined;
  }

  #begin(): void {
    this.begun = (this.checkpoint?.sequenceNumber ?? -1) + 1;
    const landed = new Set(this.inBronze);
    this.skipped.push(...range(0, this.begun - 1).filter((number) => !landed.has(number)));
  }

  #write(sequenceNumber: number): void {
    const etag = (this.checkpoint?.etag ?? 0) + 1;
    this.checkpoint = { etag, sequenceNumber, offset: receivedEvent(sequenceNumber).offset };
  }

  get #now(): number {
    return this.clock.now().getTime();
  }

  async #called(): Promise<void> {
    await this.onCall?.();
  }

  async readCheckpoint() {
    await this.#called();
    return this.checkpoint === undefined
      ? undefined
      : { ...this.checkpoint, etag: String(this.checkpoint.etag) };
  }

  async moveCheckpoint(
    _place: CheckpointPlace,
    { sequenceNumber, offset }: { readonly sequenceNumber: number; readonly offset: string | undefined },
    etag: string | undefined,
  ): Promise<'moved' | 'changed meanwhile'> {
    await this.#called();
    const now = this.checkpoint === undefined ? undefined : String(this.checkpoint.etag);
    if (now !== etag) return 'changed meanwhile';
    this.checkpoint = { etag: (this.checkpoint?.etag ?? 0) + 1, sequenceNumber, offset };
    return 'moved';
  }

  async readOwnership() {
    await this.#called();
    if (this.ownership === undefined) return undefined;
    const { owner, at } = this.ownership;
    return { owner, renewedSecondsAgo: (this.#now - at) / 1000 };
  }

  async read(): Promise<Readonly<Record<string, string>>> {
    await this.#called();
    return this.settings;
  }

  async replace(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.#called();
    this.settings = settings;
    this.history.push(settings);
  }
}

/** `from` to `to`, both included; empty where `to` is less. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

import { type EventHubsOptions } from '../app/host-json';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type CheckpointStore, toPositionAfter } from './checkpoint-store';
import { EventBuffer } from './event-buffer';
import { type HubConnection } from './hub-connection';
import { MinimumBatches } from './minimum-batches';
import { type PartitionLink } from './partition-link';
import { type PartitionLosses } from './partition-losses';
import { type ReceivedEvent } from './received-event';
import { type StartPosition, toPosition } from './start-position';

/**
 * Outcome of a batch. `processed`: the function succeeded or failed, and a checkpoint may pass the batch. `stopped`:
 * the host stops, and the batch is delivered again.
 */
export type BatchOutcome = 'processed' | 'stopped';

export type ProcessBatch = (
  events: readonly ReceivedEvent[],
  context: { readonly partitionId: string; readonly isCheckpointingAfterInvocation: boolean },
) => Promise<BatchOutcome>;

export interface PartitionPumpOptions {
  readonly hub: string;
  readonly consumerGroup: string;
  readonly partitionId: string;
  readonly options: EventHubsOptions;
  readonly checkpoints: CheckpointStore;
  readonly process: ProcessBatch;
  /** Faults that drop events of this partition on request. */
  readonly losses: PartitionLosses;
  readonly clock: HostClock;
  readonly log: HostLog;
}

const CATEGORY = 'Host.EventHubs';
const REATTACH_MILLISECONDS = 1_000;

/**
 * Reads one partition: passes one batch at a time to the function, and writes a checkpoint after every
 * `batchCheckpointFrequency`-th batch. Links may end and be replaced (a broker restarts, another host takes the partition); the read position remains.
 */
export class PartitionPump {
  readonly #options: PartitionPumpOptions;
  readonly #buffer = new EventBuffer();
  readonly #stopping = new AbortController();
  #connection: HubConnection | undefined;
  #link: PartitionLink | undefined;
  /** Position at which the next link starts. */
  #position: StartPosition | undefined;
  /** All events up to this one were passed on, here or by another owner; -1 at the start. */
  #takenUpTo = -1;
  #reattach: NodeJS.Timeout | undefined;
  #calls = 0;
  /** Undefined if `minEventBatchSize` is 1: no events are held back. */
  #batches: MinimumBatches | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PartitionPumpOptions) {
    this.#options = options;
  }

  async start(connection: HubConnection): Promise<void> {
    const { checkpoints, partitionId, options } = this.#options;
    const checkpoint = await checkpoints.read(partitionId);
    this.#position =
      checkpoint === undefined ? toPosition(options.initialOffset) : toPositionAfter(checkpoint);
    this.#batches = this.#createBatches(checkpoint?.writtenAt);
    this.attach(connection);
    this.#running = this.#run();
  }

  /** Continues over this connection. Events that were received but not passed on arrive again. */
  attach(connection: HubConnection): void {
    this.#connection = connection;
    this.#openLink();
  }

  detach(): void {
    this.#connection = undefined;
    this.#link?.close();
    this.#link = undefined;
    this.#forget();
  }

  /** Starts no more batches, and waits for the running one. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#reattach);
    this.detach();
    await this.#batches?.stop();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { options, losses } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      const received = await this.#buffer.take({ maximum: options.maxEventBatchSize, signal });
      if (received.length === 0) return;
      this.#link?.addCredit(received.length);
      const events = losses.skip(received);
      if (events.length === 0) continue;
      await (this.#batches === undefined ? this.#dispatch(events) : this.#batches.receive(events));
    }
  }

  /** Passes a batch to the function, and writes the checkpoint if it is time. */
  async #dispatch(events: readonly ReceivedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined || this.#stopping.signal.aborted) return;
    const before = { position: this.#position, sequenceNumber: this.#takenUpTo };
    this.#position = { after: 'offset', offset: last.offset };
    this.#takenUpTo = last.sequenceNumber;
    try {
      await this.#process(events);
    } catch (error) {
      // The checkpoint could not be written. Reading the batch again loses no event.
      this.#position = before.position;
      this.#takenUpTo = before.sequenceNumber;
      this.#link?.close();
      this.#onDetached('host:checkpoint-failed', error instanceof Error ? error.message : String(error));
    }
  }

  async #process(events: readonly ReceivedEvent[]): Promise<void> {
    const { partitionId, options } = this.#options;
    this.#calls++;
    const isCheckpointingAfterInvocation = this.#calls % options.batchCheckpointFrequency === 0;
    const outcome = await this.#options.process(events, { partitionId, isCheckpointingAfterInvocation });
    // Since extension 6.2 no checkpoint is written while the host stops; the batch is delivered again.
    if (outcome === 'stopped' || this.#stopping.signal.aborted || !isCheckpointingAfterInvocation) return;
    const last = events.at(-1);
    if (last === undefined) return;
    const { offset, sequenceNumber } = last;
    await this.#options.checkpoints.write(partitionId, { offset, sequenceNumber });
  }

  #createBatches(checkpointedAt: Date | undefined): MinimumBatches | undefined {
    const { options, losses, clock } = this.#options;
    if (options.minEventBatchSize === 1) return undefined;
    return new MinimumBatches({
      minimum: options.minEventBatchSize,
      maximum: options.maxEventBatchSize,
      maxWaitMilliseconds: options.maxWaitMilliseconds,
      checkpointedAt,
      clock,
      dispatch: (events) => this.#dispatch(events),
      isLosing: () => losses.isLosing(),
      onLost: (events) => {
        losses.report(events);
      },
    });
  }

  /** Drops events that were received but not passed on. They arrive again with the next link. */
  #forget(): void {
    this.#buffer.clear();
    this.#batches?.clear();
  }

  #openLink(): void {
    clearTimeout(this.#reattach);
    this.#link?.close();
    this.#link = undefined;
    this.#forget();
    if (this.#connection === undefined || this.#position === undefined || this.#stopping.signal.aborted)
      return;
    const { hub, consumerGroup, partitionId, options } = this.#options;
    this.#link = this.#connection.openPartition({
      hub,
      consumerGroup,
      partitionId,
      start: this.#position,
      credit: Math.max(options.prefetchCount, options.maxEventBatchSize),
      onEvent: (event) => {
        this.#buffer.push(event);
      },
      onDetached: ({ condition, description }) => {
        this.#onDetached(condition, description);
      },
    });
  }

  #onDetached(condition: string, description: string): void {
    // A checkpoint that was on its way can fail after the stop. It must start no timer.
    if (this.#stopping.signal.aborted) return;
    const { hub, partitionId, log } = this.#options;
    log.write(
      'warning',
      CATEGORY,
      `Partition ${partitionId} of "${hub}" was detached: ${condition} ${description}`,
    );
    this.#link = undefined;
    this.#forget();
    // The random part lets one of two competing hosts keep a partition for a while.
    this.#reattach = setTimeout(() => void this.#readOn(), REATTACH_MILLISECONDS * (0.5 + Math.random()));
  }

  /** After a detach another owner may have continued. Reading goes on at the checkpoint if it is newer. */
  async #readOn(): Promise<void> {
    try {
      const checkpoint = await this.#options.checkpoints.read(this.#options.partitionId);
      if (checkpoint?.sequenceNumber !== undefined && checkpoint.sequenceNumber > this.#takenUpTo) {
        this.#takenUpTo = checkpoint.sequenceNumber;
        this.#position = toPositionAfter(checkpoint);
      }
      this.#openLink();
    } catch (error) {
      this.#onDetached('host:checkpoint-failed', error instanceof Error ? error.message : String(error));
    }
  }
}

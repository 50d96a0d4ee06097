import { type Contract } from '../../contracts/contract';
import { type ValidationResult } from '../../contracts/validation-result';
import { type ReceivedEvent } from '../../event-log/received-event';
import { type Clock } from '../../platform/clock';
import { type HubGeneration, type PartitionId } from '../../event-log/positions';
import { type Source } from '../../contracts/source';
import { assertAscending, CLOCK_SKEW, takeTurns } from '../../event-log/ordering';
import { takeChunk, aggregateChunk, type PreparedEvent } from './aggregate-chunk';
import { conflict, strayEvent, tooLarge } from './live-faults';
import { type LivePosition } from './live-position';
import { type LiveStateStore } from './live-state-store';
import { OpenPartition } from './open-partition';
import { createEventReader, type View } from './view';

/** Finds poison events. The guard of landing implements it. */
export interface AggregationGuard {
  /** Call before validation. Returns how many events to take, and whether the first is a poison event. */
  begin(
    partition: PartitionId,
    events: readonly ReceivedEvent[],
  ): Promise<{ readonly take: number; readonly poison: boolean }>;
  /** Call after these events were validated and read. */
  survived(partition: PartitionId, events: readonly ReceivedEvent[]): Promise<void>;
  /** Call after the work on these events has ended, with or without success. */
  leave(partition: PartitionId): void;
}

export interface WindowAggregatorOptions {
  readonly source: Source;
  /** Of this source. */
  readonly views: readonly View[];
  readonly store: LiveStateStore;
  readonly hub: { readHubGeneration(source: Source): Promise<HubGeneration> };
  /** The validation of landing, so that both count the same events. */
  readonly validate: (event: ReceivedEvent) => ValidationResult;
  readonly guard: AggregationGuard;
  readonly clock: Clock;
  /** Waits before the position is read again. Tests pass one that does not wait. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Hours of event time that windows are kept. */
  readonly retentionHours: number;
  /** Groups that a window keeps. */
  readonly maxGroups: number;
  /** Whether there are sinks that need changes. */
  readonly tracksChanges: boolean;
  /** Attempts to write in one call; after that the host's retry policy takes over. @default 8 */
  readonly writeAttempts?: number;
  /** Maximum events of one write: fewer than a row of ids holds. @default 5000 */
  readonly maxChunkEvents?: number;
}

export interface AggregationResult {
  /** Events that this call processed, whether or not they count. */
  readonly aggregated: number;
  /** Events that had been aggregated before. */
  readonly redelivered: number;
  /** Sequence numbers that the hub had deleted before they were read. */
  readonly lost: readonly { readonly from: number; readonly to: number }[];
}

/** How often the aggregator reads the delivered version. */
const DELIVERED_MILLISECONDS = 15_000;

/**
 * Aggregates batches of one source into live windows, every event exactly once.
 *
 * It is safe under redelivery with other batch boundaries, two owners of one partition, lost replies and
 * process kills. Position and windows are written in one transaction, which fails if the position has
 * changed. Events up to the position are dropped.
 */
export class WindowAggregator {
  readonly #options: Required<WindowAggregatorOptions>;
  readonly #read: (contract: Contract, event: Buffer) => PreparedEvent['window'];
  /** By hub generation and partition. */
  readonly #open = new Map<string, OpenPartition>();
  /** One host can have two invocations on one partition for a moment, and a sweep at the same time. */
  readonly #inTurn = takeTurns();
  #hubGeneration: HubGeneration | undefined;

  constructor(options: WindowAggregatorOptions) {
    this.#options = { writeAttempts: 8, maxChunkEvents: 5000, ...options };
    this.#read = createEventReader(options.views);
  }

  /**
   * @param events of one partition, ascending by sequence number
   * @throws SluiceError of kind `transient` (table unavailable, another owner: call again with the same
   *   events) or `permanent` (an invariant is broken: an operator must act). Earlier chunks stay aggregated.
   */
  async aggregate(partition: number, events: readonly ReceivedEvent[]): Promise<AggregationResult> {
    assertAscending(events, 'live_invariant');
    return await this.#inTurn(partition, async () =>
      this.#aggregateAll(await this.#confirm(partition, events), events),
    );
  }

  /**
   * Returns the newest event of a partition that is aggregated or skipped; -1 before the first.
   *
   * @param events the events to aggregate next, which may show that the hub was created again
   * @throws SluiceError as {@link aggregate}
   */
  readLastSequenceNumber(
    partition: number,
    events: readonly ReceivedEvent[],
  ): Promise<{ readonly hubGeneration: HubGeneration; readonly lastSequenceNumber: number }> {
    return this.#inTurn(partition, async () => {
      const confirmed = await this.#confirm(partition, events);
      const { position } = await this.#opened(confirmed);
      return { hubGeneration: confirmed.hubGeneration, lastSequenceNumber: position.lastSequenceNumber };
    });
  }

  /** Returns the partition with the hub generation that these events belong to. */
  async #confirm(partition: number, events: readonly ReceivedEvent[]): Promise<PartitionId> {
    const { source, hub } = this.#options;
    const hubGeneration = (this.#hubGeneration ??= await hub.readHubGeneration(source));
    const known = { source, hubGeneration, partition };
    if (!(await this.#isAnotherHubGeneration(known, events))) return known;
    const current = await hub.readHubGeneration(source);
    this.#hubGeneration = current;
    const made = { source, hubGeneration: current, partition };
    // Retention can delete events, which then count as lost, while the trigger still holds them. Such an
    // event has an old sequence number, and its enqueued time may look newer, because the clocks of two nodes
    // differ a little.
    const skew = current === hubGeneration ? CLOCK_SKEW : 0;
    if (await this.#isStray(made, events, skew)) throw strayEvent(source, partition, current);
    return made;
  }

  async #aggregateAll(partition: PartitionId, events: readonly ReceivedEvent[]): Promise<AggregationResult> {
    const { guard } = this.#options;
    const tally: Tally = { aggregated: 0, lost: [] };
    try {
      let rest = afterPosition(events, (await this.#opened(partition)).position);
      while (rest.length > 0) {
        const { take, poison } = await guard.begin(partition, rest);
        const taken = rest.slice(0, take);
        const prepared = await this.#prepareGuarded(partition, taken, poison);
        await this.#aggregatePrepared(partition, prepared, tally);
        rest = rest.slice(take);
      }
    } catch (error) {
      // Its minutes may include events that were not written.
      this.#open.delete(keyOf(partition));
      throw error;
    }
    return { aggregated: tally.aggregated, redelivered: events.length - tally.aggregated, lost: tally.lost };
  }

  async #prepareGuarded(
    partition: PartitionId,
    events: readonly ReceivedEvent[],
    poison: boolean,
  ): Promise<readonly PreparedEvent[]> {
    const { guard } = this.#options;
    try {
      const prepared = events.map((event) => this.#prepare(event, poison));
      await guard.survived(partition, events);
      return prepared;
    } finally {
      guard.leave(partition);
    }
  }

  /** Does the work that a poison event would kill the process with. It runs once, however often the write is tried. */
  #prepare(event: ReceivedEvent, poison: boolean): PreparedEvent {
    const { sequenceNumber, enqueuedTime } = event;
    if (poison) return { sequenceNumber, enqueuedTime, window: undefined };
    const result = this.#options.validate(event);
    const window = result.verdict === 'accepted' ? this.#read(result.contract, result.bytes) : undefined;
    return { sequenceNumber, enqueuedTime, window };
  }

  async #aggregatePrepared(
    partition: PartitionId,
    events: readonly PreparedEvent[],
    tally: Tally,
  ): Promise<void> {
    const { pause, writeAttempts, maxChunkEvents } = this.#options;
    let maxEvents = maxChunkEvents;
    let isFull = false;
    for (let rest = events, attempt = 1; ;) {
      rest = afterPosition(rest, (await this.#opened(partition)).position);
      if (rest.length === 0) return;
      const written = await this.#writeChunk(partition, rest, { maxEvents, isFull });
      if (written.outcome === 'written') {
        tally.aggregated += written.events;
        if (written.lost !== undefined) tally.lost.push(written.lost);
        [attempt, maxEvents, isFull] = [1, maxChunkEvents, false];
        continue;
      }
      this.#open.delete(keyOf(partition));
      if (written.outcome === 'too-large') {
        if (isFull) throw tooLarge(partition);
        // The minute has no room for one more event, so it is marked as incomplete.
        isFull = written.events === 1;
        maxEvents = Math.ceil(written.events / 2);
        continue;
      }
      if (++attempt > writeAttempts) throw conflict(partition, writeAttempts, written.cause);
      await pause(Math.min(2000, 25 * 2 ** (attempt - 1)));
    }
  }

  async #writeChunk(
    partition: PartitionId,
    events: readonly PreparedEvent[],
    { maxEvents, isFull }: { readonly maxEvents: number; readonly isFull: boolean },
  ) {
    const { store, clock, retentionHours, maxGroups, tracksChanges } = this.#options;
    const open = await this.#opened(partition);
    const now = clock.now().getTime();
    const chunk = takeChunk(open.position, events, { now, retentionHours, maxEvents });
    const minutes = await open.minutesOf(chunk);
    const { delivered } = open;
    const position = aggregateChunk(open.position, chunk, minutes, {
      maxGroups,
      tracksChanges,
      delivered,
      isFull,
    });
    const writes = [...minutes.values()].map((minute) => ({
      view: minute.view,
      state: minute.toState(),
      ids: minute.ids.unsaved(),
    }));
    const isFirst = open.etag === undefined;
    const result = await store.write(partition, position, open.etag, writes);
    // A local table service that was killed may have lost the registration of before, but not this write.
    if (isFirst && result.outcome === 'written') await store.register(partition);
    if (result.outcome === 'written') open.written(position, result.etag, minutes.values());
    return { ...result, events: chunk.events.length, lost: chunk.lost };
  }

  async #opened(partition: PartitionId): Promise<OpenPartition> {
    const { store, clock, tracksChanges } = this.#options;
    let open = this.#open.get(keyOf(partition));
    if (open === undefined) {
      open = await OpenPartition.read(store, partition);
      this.#open.set(keyOf(partition), open);
    }
    const now = clock.now().getTime();
    const isDue = now - open.deliveredReadAt >= DELIVERED_MILLISECONDS;
    if (tracksChanges && isDue && Object.keys(open.position.changes).length > 0) {
      open.delivered = await store.readDelivered(partition);
      open.deliveredReadAt = now;
    }
    return open;
  }

  /**
   * Checks whether the hub was created again since its hub generation was read. Signs are a first batch, a
   * gap before the batch, and an event with an old sequence number but a new enqueued time.
   */
  async #isAnotherHubGeneration(partition: PartitionId, events: readonly ReceivedEvent[]): Promise<boolean> {
    if (await this.#isStray(partition, events)) return true;
    const { position } = await this.#opened(partition);
    const [first] = afterPosition(events, position);
    if (
      first === undefined ||
      (position.lastSequenceNumber >= 0 && first.sequenceNumber === position.lastSequenceNumber + 1)
    ) {
      return false;
    }
    return (await this.#options.hub.readHubGeneration(partition.source)) !== partition.hubGeneration;
  }

  async #isStray(partition: PartitionId, events: readonly ReceivedEvent[], clockSkew = 0): Promise<boolean> {
    const { position } = await this.#opened(partition);
    return events.some(
      ({ sequenceNumber, enqueuedTime }) =>
        sequenceNumber <= position.lastSequenceNumber && enqueuedTime > position.lastEnqueuedTime + clockSkew,
    );
  }
}

interface Tally {
  aggregated: number;
  readonly lost: { readonly from: number; readonly to: number }[];
}

function afterPosition<T extends { readonly sequenceNumber: number }>(
  events: readonly T[],
  { lastSequenceNumber }: LivePosition,
): readonly T[] {
  const fresh = events.findIndex(({ sequenceNumber }) => sequenceNumber > lastSequenceNumber);
  return fresh === -1 ? [] : events.slice(fresh);
}

function keyOf({ hubGeneration, partition }: Pick<PartitionId, 'hubGeneration' | 'partition'>): string {
  return `${hubGeneration}|${partition}`;
}

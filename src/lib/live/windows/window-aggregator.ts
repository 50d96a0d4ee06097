import { type ContractDescription } from '../../contracts/contract';
import { takeTurns } from '../../event-log/ordering';
import { type PartitionId, partitionPath, type SequenceNumber } from '../../event-log/positions';
import { type LandedBatch, type LandedEvent } from '../../landing/store';
import { type Clock } from '../../platform/clock';
import { aggregateChunk, type PreparedEvent, takeChunk, toMinute } from './aggregate-chunk';
import { type BronzeSlots } from './bronze-slots';
import { conflict, tooLarge, unordered } from './live-faults';
import { type LivePosition } from './live-position';
import { type LiveStateStore } from './live-state-store';
import { OpenPartition } from './open-partition';
import { SlotFeed } from './slot-feed';
import { findNextSlot, findStart } from './start-position';
import { createEventReader, type View } from './view';

/** Finds poison events. The guard of landing implements it. */
export interface AggregationGuard {
  /** Whether processes died so often that the timer must search for the event. */
  isSearching(partition: PartitionId, first: SequenceNumber): Promise<boolean>;
  /** Call before events are read. Returns how many events to take, and whether the first is a poison event. */
  begin(
    partition: PartitionId,
    events: readonly LandedEvent[],
  ): Promise<{ readonly take: number; readonly poison: boolean }>;
  /** Call after these events were read. */
  survived(partition: PartitionId, events: readonly LandedEvent[]): Promise<void>;
  /** Call after the work on these events has ended, with or without success. */
  leave(partition: PartitionId): void;
}

export interface WindowAggregatorOptions {
  /** Of all sources. */
  readonly views: readonly View[];
  readonly store: LiveStateStore;
  readonly slots: BronzeSlots;
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
  /** Attempts to write in one call. @default 8 */
  readonly writeAttempts?: number;
  /** Maximum events of one write: fewer than a row of ids holds. @default 5000 */
  readonly maxChunkEvents?: number;
}

/** How much one call may do. */
export interface FollowLimits {
  /** It begins no further slot after this time, in milliseconds since the epoch. */
  readonly until: number;
  /** Maximum number of events that are not in memory. With more, nothing is done. @default no maximum */
  readonly maxUnread?: number;
  /** Whether it may work on events that killed processes. @default true */
  readonly searches?: boolean;
}

export interface FollowResult {
  /**
   * - `level`: the windows have every event of Bronze up to the given head.
   * - `behind`: more events are missing than the call may read.
   * - `unfinished`: the time was over.
   * - `searching`: the next event may be one that kills the process.
   */
  readonly state: 'level' | 'behind' | 'unfinished' | 'searching';
  /** Events that this call processed, whether or not they count. */
  readonly aggregated: number;
  /** Their first sequence number; undefined if there are none. */
  readonly first: number | undefined;
  /** Sequence numbers of events in Bronze that the windows will never hold. */
  readonly lost: readonly { readonly from: number; readonly to: number }[];
}

/** How often the aggregator reads the delivered version. */
const DELIVERED_MILLISECONDS = 15_000;

/**
 * Aggregates the events of Bronze into live windows, every event exactly once and in the order of the slots.
 *
 * It is safe under any order of calls, two owners of one partition, lost replies and process kills. Position and windows
 * are written in one transaction, which fails if the position has changed. The position says which event is next.
 */
export class WindowAggregator {
  readonly #options: Required<WindowAggregatorOptions>;
  readonly #read: (contract: ContractDescription, event: Buffer) => PreparedEvent['window'];
  /** By path of the partition. */
  readonly #open = new Map<string, OpenPartition>();
  /** Landing and the timer can work on one partition in one process. */
  readonly #inTurn = new Map<string, ReturnType<typeof takeTurns>>();

  constructor(options: WindowAggregatorOptions) {
    this.#options = { writeAttempts: 8, maxChunkEvents: 5000, ...options };
    this.#read = createEventReader(options.views);
  }

  /**
   * Brings the windows of a partition up to the head of Bronze, from memory where the batch has the slots.
   *
   * @throws SluiceError of kind `transient` (table or lake unavailable, another owner: call again) or `permanent` (an
   *   invariant is broken: an operator must act). Events that were written before stay aggregated.
   */
  follow(batch: LandedBatch, limits: FollowLimits): Promise<FollowResult> {
    const { partition } = batch;
    const name = `${partition.source}/${partition.hubGeneration}`;
    let inTurn = this.#inTurn.get(name);
    if (inTurn === undefined) this.#inTurn.set(name, (inTurn = takeTurns()));
    return inTurn(partition.partition, () => this.#follow(batch, limits));
  }

  async #follow(batch: LandedBatch, limits: FollowLimits): Promise<FollowResult> {
    const { partition } = batch;
    const call: Call = {
      ...batch,
      feed: new SlotFeed(this.#options.slots, batch),
      failedWrites: 0,
      aggregated: 0,
      first: undefined,
      lost: [],
    };
    try {
      const state = await this.#advance(call, limits);
      // Another process may continue, so the position is read again next time.
      if (state !== 'level') this.#open.delete(partitionPath(partition));
      return { state, aggregated: call.aggregated, first: call.first, lost: call.lost };
    } catch (error) {
      // Its minutes may include events that were not written.
      this.#open.delete(partitionPath(partition));
      throw error;
    }
  }

  async #advance(call: Call, limits: FollowLimits): Promise<FollowResult['state']> {
    const { guard, clock, maxChunkEvents } = this.#options;
    const { partition, head, feed } = call;
    const { until, maxUnread = Infinity, searches = true } = limits;
    for (;;) {
      const { position, etag } = await this.#opened(call);
      const { nextSlot, lastSequenceNumber } = position;
      if (nextSlot === undefined) {
        // An earlier version was ahead of Bronze. Its slot is looked for when Bronze has more.
        this.#open.delete(partitionPath(partition));
        return 'level';
      }
      if (nextSlot > head.slot) {
        if (etag !== undefined) return 'level';
        await this.#writeAlone(call, position);
        continue;
      }
      const unread = feed.countUnread(nextSlot, lastSequenceNumber, head.lastSequenceNumber);
      if (unread > maxUnread) return 'behind';
      if (clock.now().getTime() >= until) return 'unfinished';
      const { events, isAfterLoss } = await feed.take(nextSlot, lastSequenceNumber, maxChunkEvents);
      const first = events[0];
      if (first === undefined) {
        if (!isAfterLoss) throw unordered(partition, nextSlot);
        await this.#skipToHead(call, position);
        continue;
      }
      if (!searches && (await guard.isSearching(partition, first.sequenceNumber))) return 'searching';
      const { take, poison } = await guard.begin(partition, events);
      const prepared = await this.#prepareGuarded(partition, events, take, poison);
      const from = isAfterLoss ? lastSequenceNumber + 1 : first.sequenceNumber;
      const to = poison ? first.sequenceNumber : first.sequenceNumber - 1;
      await this.#aggregatePrepared(call, prepared, nextSlot, to < from ? undefined : { from, to });
    }
  }

  /** Does the work that a poison event would kill the process with. It runs once, however often the write is tried. */
  async #prepareGuarded(
    partition: PartitionId,
    events: readonly LandedEvent[],
    take: number,
    poison: boolean,
  ): Promise<readonly PreparedEvent[]> {
    const { guard } = this.#options;
    try {
      const taken = events.slice(0, take);
      const prepared = taken.map(({ slot, sequenceNumber, enqueuedTime, accepted }, index): PreparedEvent => {
        const window =
          poison || accepted === undefined ? undefined : this.#read(accepted.contract, accepted.bytes);
        const isLast = events[index + 1]?.slot !== slot;
        return { slot, sequenceNumber, isLast, enqueuedTime, window };
      });
      await guard.survived(partition, taken);
      return prepared;
    } finally {
      guard.leave(partition);
    }
  }

  /** @param nextSlot of the position from which the events were read */
  async #aggregatePrepared(
    call: Call,
    events: readonly PreparedEvent[],
    nextSlot: number,
    lost: LostRange | undefined,
  ): Promise<void> {
    const { partition } = call;
    const { maxChunkEvents } = this.#options;
    let maxEvents = maxChunkEvents;
    let isFull = false;
    let isAfterLoss = lost !== undefined;
    for (let rest = events; ;) {
      const { position } = await this.#opened(call);
      rest = rest.filter(({ sequenceNumber }) => sequenceNumber > position.lastSequenceNumber);
      const first = rest[0];
      if (first === undefined) return;
      const follows = position.nextSlot === first.slot || (isAfterLoss && position.nextSlot === nextSlot);
      // The stored position went back, because the table was emptied or restored: begin again there.
      if (!follows) return;
      const written = await this.#writeChunk(call, rest, { maxEvents, isFull, isAfterLoss });
      if (written.outcome === 'written') {
        call.failedWrites = 0;
        call.first ??= first.sequenceNumber;
        call.aggregated += written.events;
        if (isAfterLoss && lost !== undefined) call.lost.push(lost);
        [maxEvents, isFull, isAfterLoss] = [maxChunkEvents, false, false];
        continue;
      }
      if (written.outcome === 'conflict') {
        await this.#pauseAfter(call, written.cause);
        continue;
      }
      this.#open.delete(partitionPath(partition));
      if (isFull) throw tooLarge(partition);
      // The minute has no room for one more event, so it is marked as incomplete.
      isFull = written.events === 1;
      maxEvents = Math.ceil(written.events / 2);
    }
  }

  async #writeChunk(
    call: Call,
    events: readonly PreparedEvent[],
    limits: { readonly maxEvents: number; readonly isFull: boolean; readonly isAfterLoss: boolean },
  ) {
    const { store, clock, retentionHours, maxGroups, tracksChanges } = this.#options;
    const { isFull, ...chunkLimits } = limits;
    const open = await this.#opened(call);
    const now = clock.now().getTime();
    const chunk = takeChunk(open.position, events, { now, retentionHours, ...chunkLimits });
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
    const result = await store.write(call.partition, position, open.etag, writes);
    // A local table service that was killed may have lost the registration of before, but not this write.
    if (isFirst && result.outcome === 'written') await store.register(call.partition);
    if (result.outcome === 'written') open.written(position, result.etag, minutes.values());
    return { ...result, events: chunk.events.length };
  }

  /** Bronze has no slot between the position and its head any more, not even the head. */
  async #skipToHead(call: Call, position: LivePosition): Promise<void> {
    const { lastSequenceNumber, slot } = call.head;
    const now = this.#options.clock.now().getTime();
    call.lost.push({ from: position.lastSequenceNumber + 1, to: lastSequenceNumber });
    await this.#writeAlone(call, {
      ...position,
      lastSequenceNumber,
      nextSlot: slot + 1,
      wholeFrom: Math.max(position.wholeFrom, toMinute(now) + 60_000),
    });
  }

  /** Writes a position that no event leads to. */
  async #writeAlone(call: Call, position: LivePosition): Promise<void> {
    const { store } = this.#options;
    const open = await this.#opened(call);
    const next = { ...position, version: position.version + 1 };
    const result = await store.write(call.partition, next, open.etag, []);
    if (result.outcome === 'written') open.written(next, result.etag, []);
    else await this.#pauseAfter(call, result.outcome === 'conflict' ? result.cause : undefined);
  }

  /** Waits after a conflict. @throws SluiceError `live_conflict` after too many in a row */
  async #pauseAfter(call: Call, cause: unknown): Promise<void> {
    const { pause, writeAttempts } = this.#options;
    this.#open.delete(partitionPath(call.partition));
    call.failedWrites += 1;
    if (call.failedWrites >= writeAttempts) throw conflict(call.partition, writeAttempts, cause);
    await pause(Math.min(2000, 25 * 2 ** call.failedWrites));
  }

  async #opened({ partition, head }: LandedBatch): Promise<OpenPartition> {
    const { store, slots, clock, retentionHours, tracksChanges } = this.#options;
    const key = partitionPath(partition);
    let open = this.#open.get(key);
    if (open === undefined) {
      const now = clock.now().getTime();
      const begin = { slots, partition, head: head.slot, now, retentionHours };
      open = await OpenPartition.read(store, partition, (stored) =>
        stored === undefined ? findStart(begin) : findNextSlot(stored, begin),
      );
      this.#open.set(key, open);
    }
    const now = clock.now().getTime();
    const isDue = now - open.deliveredReadAt >= DELIVERED_MILLISECONDS;
    if (tracksChanges && isDue && Object.keys(open.position.changes).length > 0) {
      open.delivered = await store.readDelivered(partition);
      open.deliveredReadAt = now;
    }
    return open;
  }
}

interface LostRange {
  readonly from: number;
  readonly to: number;
}

/** The state of one call. */
interface Call extends LandedBatch {
  readonly feed: SlotFeed;
  /** Conflicts since the last write that succeeded. */
  failedWrites: number;
  aggregated: number;
  first: number | undefined;
  readonly lost: LostRange[];
}

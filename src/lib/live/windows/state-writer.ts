import { partitionPath } from '../../event-log/positions';
import { type LandedBatch } from '../../landing/slots';
import { type Clock } from '../../platform/clock';
import { aggregateChunk, type PreparedEvent, takeChunk } from './aggregate-chunk';
import { type BronzeSlots } from './bronze-slots';
import { type FollowCall, type LostRange } from './follow';
import { conflict, tooLarge } from './live-faults';
import { type LivePosition } from './live-position';
import { type LiveStateStore } from './live-state-store';
import { OpenPartition } from './open-partition';
import { fromViewPosition, missingViews, toViewPosition, withViews } from './position-views';
import { findNextSlot, findStart } from './start-position';
import { type View } from './view';

export interface StateWriterOptions {
  /** Of all sources. */
  readonly views: readonly View[];
  readonly store: LiveStateStore;
  readonly slots: BronzeSlots;
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

/** Events to write, and where they come from. */
export interface EventWrite {
  readonly events: readonly PreparedEvent[];
  /** Slot of the position from which they were read. */
  readonly nextSlot: number;
  /** Events in front of them, or the first of them, that the windows cannot hold. */
  readonly lost: LostRange | undefined;
  /** Name of the only view that they are for, with a position of its own. @default all views */
  readonly view?: string;
}

/** How often the delivered version is read. */
const DELIVERED_MILLISECONDS = 15_000;

/**
 * Writes events into the state of partitions, each write in one transaction that fails if the position has changed.
 * Positions and minutes stay in memory between calls.
 */
export class StateWriter {
  readonly #options: Required<StateWriterOptions>;
  /** By path of the partition. */
  readonly #open = new Map<string, OpenPartition>();

  constructor(options: StateWriterOptions) {
    this.#options = { writeAttempts: 8, maxChunkEvents: 5000, ...options };
  }

  /** Returns the state in memory, or reads it. A partition without a position gets the one it begins from. */
  async opened({ partition, head }: LandedBatch): Promise<OpenPartition> {
    const { store, clock, tracksChanges } = this.#options;
    const key = partitionPath(partition);
    let open = this.#open.get(key);
    if (open === undefined) {
      open = await OpenPartition.read(store, partition, (stored) =>
        this.#begin({ partition, head, slots: [] }, stored),
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

  /** Makes the next call read the state. */
  forget({ partition }: Pick<LandedBatch, 'partition'>): void {
    this.#open.delete(partitionPath(partition));
  }

  /** Writes events, in as many transactions as they need. It ends early if the position is no longer in front of them. */
  async writeEvents(call: FollowCall, write: EventWrite): Promise<void> {
    const { maxChunkEvents } = this.#options;
    let maxEvents = maxChunkEvents;
    let isFull = false;
    let isAfterLoss = write.lost !== undefined;
    for (let rest = write.events; ;) {
      const open = await this.opened(call);
      const base = write.view === undefined ? open.position : toViewPosition(open.position, write.view);
      if (base === undefined) return;
      rest = rest.filter(({ sequenceNumber }) => sequenceNumber > base.lastSequenceNumber);
      const first = rest[0];
      if (first === undefined) return;
      const follows = base.nextSlot === first.slot || (isAfterLoss && base.nextSlot === write.nextSlot);
      // The stored position went back, because the table was emptied or restored: begin again there.
      if (!follows) return;
      const limits = { maxEvents, isFull, isAfterLoss };
      const written = await this.#writeChunk(call, open, { base, events: rest, view: write.view }, limits);
      if (written.outcome === 'written') {
        call.failedWrites = 0;
        call.first ??= first.sequenceNumber;
        call.aggregated += written.events;
        if (isAfterLoss && write.lost !== undefined) call.lost.push(write.lost);
        [maxEvents, isFull, isAfterLoss] = [maxChunkEvents, false, false];
        continue;
      }
      if (written.outcome === 'conflict') {
        await this.#pauseAfter(call, written.cause);
        continue;
      }
      this.forget(call);
      if (isFull) throw tooLarge(call.partition);
      // The minute has no room for one more event, so it is marked as incomplete.
      isFull = written.events === 1;
      maxEvents = Math.ceil(written.events / 2);
    }
  }

  /** Writes a position that no event leads to. */
  async writePosition(call: FollowCall, position: LivePosition): Promise<void> {
    const open = await this.opened(call);
    const next = { ...position, version: position.version + 1 };
    const result = await this.#options.store.write(call.partition, next, open.etag, []);
    if (result.outcome === 'written') open.written(next, result.etag, []);
    else await this.#pauseAfter(call, result.outcome === 'conflict' ? result.cause : undefined);
  }

  async #writeChunk(
    call: FollowCall,
    open: OpenPartition,
    {
      base,
      events,
      view,
    }: { base: LivePosition; events: readonly PreparedEvent[]; view: string | undefined },
    limits: { readonly maxEvents: number; readonly isFull: boolean; readonly isAfterLoss: boolean },
  ) {
    const { store, clock, retentionHours, maxGroups, tracksChanges } = this.#options;
    const { isFull, ...chunkLimits } = limits;
    const now = clock.now().getTime();
    const chunk = takeChunk(base, events, { now, retentionHours, ...chunkLimits });
    const minutes = await open.minutesOf(chunk);
    const { delivered } = open;
    const after = aggregateChunk(base, chunk, minutes, { maxGroups, tracksChanges, delivered, isFull });
    const position = view === undefined ? after : fromViewPosition(open.position, view, after);
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

  /** Waits after a conflict. @throws SluiceError `live_conflict` after too many in a row */
  async #pauseAfter(call: FollowCall, cause: unknown): Promise<void> {
    const { pause, writeAttempts } = this.#options;
    this.forget(call);
    call.failedWrites += 1;
    if (call.failedWrites >= writeAttempts) throw conflict(call.partition, writeAttempts, cause);
    await pause(Math.min(2000, 25 * 2 ** call.failedWrites));
  }

  async #begin({ partition, head }: LandedBatch, stored: LivePosition | undefined): Promise<LivePosition> {
    const { views, slots, clock, retentionHours } = this.#options;
    const own = views.filter(({ source }) => source === partition.source);
    const options = { slots, partition, head: head.slot, now: clock.now().getTime(), retentionHours };
    if (stored === undefined) {
      const begin = { ...(await findStart(options)), version: await this.#options.store.firstVersion() };
      return withViews(begin, own, undefined);
    }
    const start = missingViews(stored, own).length === 0 ? undefined : await findStart(options);
    return withViews(await findNextSlot(stored, options), own, start);
  }
}

import { type ContractDescription } from '../../contracts/contract';
import { takeTurns } from '../../event-log/ordering';
import { type HubGeneration, type PartitionId } from '../../event-log/positions';
import { type LandedBatch, type LandedEvent } from '../../landing/slots';
import { type PreparedEvent, toMinute } from './aggregate-chunk';
import {
  type AggregationGuard,
  type FollowCall,
  type FollowLimits,
  type FollowResult,
  type FollowState,
} from './follow';
import { unordered } from './live-faults';
import { type LivePosition } from './live-position';
import { backfilledViews, fromViewPosition, missingViews, toViewPosition } from './position-views';
import { SlotFeed } from './slot-feed';
import { StateWriter, type StateWriterOptions } from './state-writer';
import { createEventReader, type View } from './view';

const MINUTE = 60_000;

export interface WindowAggregatorOptions extends StateWriterOptions {
  readonly guard: AggregationGuard;
}

/**
 * Aggregates the events of Bronze into live windows, every event exactly once and in the order of the slots.
 *
 * It is safe under any order of calls, two owners of one partition, lost replies and process kills. Position and windows
 * are written in one transaction, which fails if the position has changed. The position says which event is next.
 */
export class WindowAggregator {
  readonly #options: WindowAggregatorOptions;
  readonly #writer: StateWriter;
  readonly #maxChunkEvents: number;
  readonly #read: (contract: ContractDescription, event: Buffer) => PreparedEvent['window'];
  /** By source and hub generation. Landing and the timer can work on one partition in one process. */
  readonly #inTurn = new Map<string, ReturnType<typeof takeTurns>>();

  constructor(options: WindowAggregatorOptions) {
    this.#options = options;
    this.#writer = new StateWriter(options);
    this.#maxChunkEvents = options.maxChunkEvents ?? 5000;
    this.#read = createEventReader(options.views);
  }

  /**
   * Brings the windows of a partition up to the head of Bronze, from memory where the batch has the slots.
   *
   * @throws SluiceError of kind `transient` (table or lake unavailable, another owner: call again) or `permanent` (an
   *   invariant is broken: an operator must act). Events that were written before stay aggregated.
   */
  follow(batch: LandedBatch, limits: FollowLimits): Promise<FollowResult> {
    return this.#repeat(batch, (call) => this.#step(call, limits));
  }

  /**
   * Computes new views of a partition from Bronze, up to the position of the others. Events that land meanwhile go into
   * the other views, whose state stays.
   *
   * @throws SluiceError as {@link follow}
   */
  backfill(batch: LandedBatch, limits: Pick<FollowLimits, 'until'>): Promise<FollowResult> {
    return this.#repeat(batch, (call) => this.#backfillStep(call, limits.until));
  }

  /** Whether a partition has views that are to be computed from Bronze. */
  needsBackfill({ source }: PartitionId, position: LivePosition): boolean {
    return missingViews(position, this.#viewsOf(source)).length > 0 || backfilledViews(position).length > 0;
  }

  /** Repeats a step until it returns a state. Other calls on the partition have their turns between two steps. */
  async #repeat(
    batch: LandedBatch,
    step: (call: FollowCall) => Promise<FollowState | undefined>,
  ): Promise<FollowResult> {
    const { partition } = batch;
    const call: FollowCall = {
      ...batch,
      feed: new SlotFeed(this.#options.slots, batch),
      failedWrites: 0,
      aggregated: 0,
      first: undefined,
      lost: [],
    };
    for (;;) {
      const state = await this.#turnsOf(partition)(partition.partition, async () => {
        try {
          return await step(call);
        } catch (error) {
          // Its minutes may include events that were not written.
          this.#writer.forget(call);
          throw error;
        }
      });
      if (state !== undefined)
        return { state, aggregated: call.aggregated, first: call.first, lost: call.lost };
    }
  }

  async #step(call: FollowCall, limits: FollowLimits): Promise<FollowState | undefined> {
    const { guard } = this.#options;
    const { partition, head, feed } = call;
    const { position, etag } = await this.#writer.opened(call);
    const { nextSlot, lastSequenceNumber } = position;
    // An earlier version was ahead of Bronze. Its slot is looked for when Bronze has more.
    if (nextSlot === undefined) return this.#leave(call, 'level');
    if (nextSlot > head.slot) {
      if (etag !== undefined) return 'level';
      await this.#writer.writePosition(call, position);
      return undefined;
    }
    const unread = feed.countUnread(nextSlot, lastSequenceNumber, head.lastSequenceNumber);
    if (unread > (limits.maxUnread ?? Infinity)) return this.#leave(call, 'behind');
    if (this.#isOver(limits.until)) return this.#leave(call, 'unfinished');
    const { events, isAfterLoss } = await feed.take(nextSlot, lastSequenceNumber, this.#maxChunkEvents);
    const first = events[0];
    if (first === undefined) {
      if (!isAfterLoss) throw unordered(partition, nextSlot);
      await this.#skipToHead(call, position);
      return undefined;
    }
    const { searches = true } = limits;
    if (!searches && (await guard.isSearching(partition, first.sequenceNumber)))
      return this.#leave(call, 'searching');
    const { prepared, isPoison } = await this.#prepare(partition, events, () => true);
    const from = isAfterLoss ? lastSequenceNumber + 1 : first.sequenceNumber;
    const to = isPoison ? first.sequenceNumber : first.sequenceNumber - 1;
    const lost = to < from ? undefined : { from, to };
    await this.#writer.writeEvents(call, { events: prepared, nextSlot, lost });
    return undefined;
  }

  async #backfillStep(call: FollowCall, until: number): Promise<FollowState | undefined> {
    const { partition, feed } = call;
    const { position } = await this.#writer.opened(call);
    const [view] = backfilledViews(position);
    const own = view === undefined ? undefined : toViewPosition(position, view);
    if (view === undefined || own?.nextSlot === undefined) {
      await this.#keepViews(call, position);
      return 'level';
    }
    if (this.#isOver(until)) return this.#leave(call, 'unfinished');
    const { nextSlot, lastSequenceNumber } = own;
    // The position may have passed the head of this call.
    feed.extendTo(position.nextSlot ?? 0);
    const taken = await feed.take(nextSlot, lastSequenceNumber, this.#maxChunkEvents);
    const events = taken.events.filter(({ sequenceNumber }) => sequenceNumber <= position.lastSequenceNumber);
    const first = events[0];
    if (first === undefined) {
      if (!taken.isAfterLoss) throw unordered(partition, nextSlot);
      // Bronze has no slot of the view any more up to the position.
      const after = {
        ...own,
        lastSequenceNumber: position.lastSequenceNumber,
        wholeFrom: this.#nextMinute(),
      };
      await this.#writer.writePosition(call, fromViewPosition(position, view, after));
      return undefined;
    }
    const isOfView = ({ accepted }: LandedEvent): boolean =>
      this.#viewsOf(partition.source).some(
        ({ name, type }) => name === view && type === accepted?.contract.type,
      );
    const { prepared, isPoison } = await this.#prepare(backfillOf(partition), events, isOfView, taken.events);
    const from = taken.isAfterLoss ? lastSequenceNumber + 1 : first.sequenceNumber;
    const to = isPoison ? first.sequenceNumber : first.sequenceNumber - 1;
    const lost = to < from ? undefined : { from, to };
    await this.#writer.writeEvents(call, { events: prepared, nextSlot, lost, view });
    return undefined;
  }

  /** Writes the views of a position if the stored one lacks some that have nothing in Bronze. */
  async #keepViews(call: FollowCall, position: LivePosition): Promise<void> {
    const stored = await this.#options.store.readPosition(call.partition);
    if (stored === undefined || !this.needsBackfill(call.partition, stored.position)) return;
    await this.#writer.writePosition(call, position);
  }

  /**
   * Does the work that a poison event would kill the process with. It runs once, however often the write is tried.
   *
   * @param all the events of the slots; `events` are the first of them
   */
  async #prepare(
    guarded: PartitionId,
    events: readonly LandedEvent[],
    isWanted: (event: LandedEvent) => boolean,
    all = events,
  ): Promise<{ readonly prepared: readonly PreparedEvent[]; readonly isPoison: boolean }> {
    const { guard } = this.#options;
    const { take, poison } = await guard.begin(guarded, events);
    try {
      const taken = events.slice(0, take);
      const prepared = taken.map((event, index): PreparedEvent => {
        const { slot, sequenceNumber, enqueuedTime, accepted } = event;
        const isRead = !poison && accepted !== undefined && isWanted(event);
        const window = isRead ? this.#read(accepted.contract, accepted.bytes) : undefined;
        return { slot, sequenceNumber, isLast: all[index + 1]?.slot !== slot, enqueuedTime, window };
      });
      await guard.survived(guarded, taken);
      return { prepared, isPoison: poison };
    } finally {
      guard.leave(guarded);
    }
  }

  /** Bronze has no slot between the position and its head any more, not even the head. */
  async #skipToHead(call: FollowCall, position: LivePosition): Promise<void> {
    const { lastSequenceNumber, slot } = call.head;
    call.lost.push({ from: position.lastSequenceNumber + 1, to: lastSequenceNumber });
    const wholeFrom = Math.max(position.wholeFrom, this.#nextMinute());
    await this.#writer.writePosition(call, {
      ...position,
      lastSequenceNumber,
      nextSlot: slot + 1,
      wholeFrom,
    });
  }

  #nextMinute(): number {
    return toMinute(this.#options.clock.now().getTime()) + MINUTE;
  }

  /** Another process may continue, so the position is read again next time. */
  #leave(call: FollowCall, state: FollowState): FollowState {
    this.#writer.forget(call);
    return state;
  }

  #isOver(until: number): boolean {
    return this.#options.clock.now().getTime() >= until;
  }

  #viewsOf(source: PartitionId['source']): readonly View[] {
    return this.#options.views.filter((view) => view.source === source);
  }

  #turnsOf({ source, hubGeneration }: PartitionId): ReturnType<typeof takeTurns> {
    const key = `${source}/${hubGeneration}`;
    let turns = this.#inTurn.get(key);
    if (turns === undefined) this.#inTurn.set(key, (turns = takeTurns()));
    return turns;
  }
}

/** The attempts of a backfill have rows of their own, because its events are others. */
function backfillOf(partition: PartitionId): PartitionId {
  return { ...partition, hubGeneration: `${partition.hubGeneration}-backfill` as HubGeneration };
}

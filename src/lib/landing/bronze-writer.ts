import { findGaps, type Gap, KnownGaps, type SequenceRange } from '../event-log/gaps';
import { type HubReader } from '../event-log/hub-reader';
import { readRange } from '../event-log/read-range';
import { type ReceivedEvent } from '../event-log/received-event';
import { type SweepOptions } from '../event-log/sweep-hubs';
import { type Clock } from '../platform/clock';
import { isSluiceError, SluiceError } from '../platform/errors';
import { type HubGeneration, type PartitionId, toSlot } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { PoisonGuard, SearchTurns } from '../event-log/poison-guard';
import { assertAscending, CLOCK_SKEW, takeTurns } from '../event-log/ordering';
import { type ValidationResult } from '../contracts/validation-result';
import { type Head } from './find-head';
import { type LandingStateStore, type SlotStore } from './ports';
import { MAX_GAPS, type SlotMetadata, type SlotReadBy } from './slot-metadata';
import { type LandedBatch, type SlotEvents } from './slot-events';
import { type LandedSlot, nextSequenceNumber, type SlotObserver, SlotWriter } from './slot-writer';
import { dropAlreadyLanded } from './drop-already-landed';
import { validateDataBodies, toUnreadResult } from '../event-log/unread-results';

export type { LandedSlot, SlotObserver } from './slot-writer';

export interface BronzeWriterOptions {
  readonly source: Source;
  readonly store: SlotStore;
  readonly state: LandingStateStore;
  readonly hub: HubReader;
  readonly validate: (event: ReceivedEvent) => ValidationResult;
  readonly clock: Clock;
  /** Waits before the writer looks for the head again. Tests pass a function that does not wait. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Deaths of the process at the same first event before the poison search starts. @default 3 */
  readonly poisonAttempts?: number;
  /** Shared by all code of the process that searches for poison events. @default its own */
  readonly searchTurns?: SearchTurns;
  /** Attempts to create a slot in one call. After them the host's retry policy continues. @default 8 */
  readonly createAttempts?: number;
  /** Every n-th slot advances the head hint. @default 16 */
  readonly hintEverySlots?: number;
  /**
   * How long one call may heal gaps, in milliseconds. Keep it well below the host's `functionTimeout`. @default 120000
   */
  readonly healMilliseconds?: number;
}

export interface LandOptions {
  /** W3C trace context of the landing. Each slot keeps it, so a refresh can link to the landing of its events. */
  readonly traceparent?: string | undefined;
  /** Called when a slot is started. */
  readonly observe?: (() => SlotObserver) | undefined;
  /** Called for each slot that this call creates, after the slot exists, also for slots that heal a gap. */
  readonly onLanded?: ((slot: SlotEvents) => void) | undefined;
}

export interface LandResult {
  /** Empty if Bronze already had every event. */
  readonly slots: readonly LandedSlot[];
  /** Events that Bronze already had. */
  readonly redelivered: number;
  /** Faults that do no harm, such as a head hint that could not be advanced. For the log. */
  readonly warnings: readonly unknown[];
  /** The partition with its hub generation, and its newest slot; undefined if it has none. */
  readonly bronze: Pick<LandedBatch, 'partition' | 'head'> | undefined;
}

export interface SweepResult {
  readonly slots: readonly LandedSlot[];
  /** Sequence numbers that the hub no longer holds. The next slot of the partition records them. */
  readonly gaps: readonly Gap[];
  readonly warnings: readonly unknown[];
}

/** The state of one call. */
interface Landing extends LandOptions {
  readonly partition: PartitionId;
  readonly knownGaps: KnownGaps;
  readonly slots: LandedSlot[];
  readonly warnings: unknown[];
  readonly startedAt: number;
  /** See {@link dropAlreadyLanded}. It is 0 until the hub confirms that its generation is the same. */
  readonly clockSkew: number;
}

/**
 * Lands batches of one source in Bronze, every event exactly once. docs/landing-protocol.md describes the protocol.
 *
 * The protocol is safe under redelivery with other batch boundaries, events that the trigger skips, two owners of one
 * partition, lost replies and process kills. A slot's name depends on its number alone, and the number follows from
 * the newest slot. Before the writer creates a slot, it drops the events that the newest slot holds and reads missing
 * events from the hub.
 */
export class BronzeWriter {
  readonly #options: Required<BronzeWriterOptions>;
  readonly #guard: PoisonGuard;
  readonly #writer: SlotWriter;
  readonly #validate: BronzeWriterOptions['validate'];
  /**
   * The trigger and the sweep can work on one partition in one process. Its head and its guard allow one at a time.
   */
  readonly #inTurn = takeTurns();
  #hubGeneration: HubGeneration | undefined;

  constructor(options: BronzeWriterOptions) {
    this.#options = {
      poisonAttempts: 3,
      searchTurns: new SearchTurns(),
      createAttempts: 8,
      hintEverySlots: 16,
      healMilliseconds: 120_000,
      ...options,
    };
    this.#guard = new PoisonGuard({
      state: options.state,
      attempts: this.#options.poisonAttempts,
      turns: this.#options.searchTurns,
    });
    this.#writer = new SlotWriter(this.#options);
    this.#validate = validateDataBodies(options.validate);
  }

  /**
   * Lands a batch.
   *
   * @param events events of one partition, ascending by sequence number
   * @throws SluiceError of kind `transient` (lake, table or hub out of reach: call again with the same events) or
   *   `permanent` (an operator must look). Slots that were created before remain.
   */
  async land(
    partition: number,
    events: readonly ReceivedEvent[],
    options: LandOptions = {},
  ): Promise<LandResult> {
    assertAscending(events, 'landing_invariant');
    return await this.#inTurn(partition, () => this.#land(partition, events, options));
  }

  /**
   * Lands the events behind the head from the hub itself, without the trigger. These are events that the trigger
   * cannot bind, and events that it skipped and that no later event followed. A sweep is one more owner of the
   * partition, which the protocol allows at any time.
   *
   * @throws SluiceError as {@link land}
   */
  sweep(partition: number, options: SweepOptions & LandOptions): Promise<SweepResult> {
    return this.#inTurn(partition, () => this.#sweep(partition, options));
  }

  async #land(
    partition: number,
    events: readonly ReceivedEvent[],
    options: LandOptions,
  ): Promise<LandResult> {
    const { source, hub } = this.#options;
    this.#hubGeneration ??= await hub.readHubGeneration(source);
    const hubGeneration = this.#hubGeneration;
    try {
      return await this.#landBatch({ source, hubGeneration, partition }, events, options);
    } catch (error) {
      if (!isSluiceError(error) || error.code !== 'landing_hub_generation') throw error;
      this.#hubGeneration = await hub.readHubGeneration(source);
      const isSame = this.#hubGeneration === hubGeneration;
      const skew = isSame ? CLOCK_SKEW : 0;
      return this.#landBatch(
        { source, hubGeneration: this.#hubGeneration, partition },
        events,
        options,
        skew,
      );
    }
  }

  async #landBatch(
    partition: PartitionId,
    events: readonly ReceivedEvent[],
    options: LandOptions,
    clockSkew = 0,
  ): Promise<LandResult> {
    const landing = this.#begin(partition, options, clockSkew);
    const { metadata } = await this.#writer.head(partition);
    await this.#confirmHubGeneration(partition, metadata, dropAlreadyLanded(events, metadata, clockSkew));
    await this.#landAll(landing, events, 'trigger');
    const { slots, warnings } = landing;
    const landed = slots
      .filter((slot) => slot.metadata.readBy === 'trigger')
      .reduce((sum, slot) => sum + slot.metadata.accepted + slot.metadata.quarantined, 0);
    const { slot, metadata: newest } = await this.#writer.head(partition);
    const bronze = newest && {
      partition,
      head: { slot: toSlot(slot), lastSequenceNumber: newest.lastSequenceNumber },
    };
    return { slots, redelivered: events.length - landed, warnings, bronze };
  }

  async #sweep(number: number, options: SweepOptions & LandOptions): Promise<SweepResult> {
    const { source, hub, clock } = this.#options;
    const { hubGeneration, lastSequenceNumber, settledBefore, until } = options;
    this.#hubGeneration = hubGeneration;
    const partition = { source, hubGeneration, partition: number };
    const landing = this.#begin(partition, options, CLOCK_SKEW);
    const gaps: Gap[] = [];
    if (!isAtRest(await this.#writer.head(partition), options)) {
      // Another process may have landed since this process last looked.
      this.#writer.forgetHead(partition);
    }
    const head = await this.#writer.head(partition);
    if (!isAtRest(head, options)) {
      const range = { from: nextSequenceNumber(head), to: lastSequenceNumber };
      for await (const chunk of readRange({ hub, ...partition, range })) {
        gaps.push(...chunk.gaps);
        landing.knownGaps.add(chunk.gaps);
        const fresh = chunk.events.findIndex(({ enqueuedTime }) => enqueuedTime > settledBefore);
        const settled = fresh === -1 ? chunk.events : chunk.events.slice(0, fresh);
        const isAlone = await this.#landAll(landing, settled, 'sweep');
        if (!isAlone || fresh !== -1 || clock.now().getTime() >= until) break;
      }
    }
    return { slots: landing.slots, gaps, warnings: landing.warnings };
  }

  #begin(
    partition: PartitionId,
    { traceparent, observe, onLanded }: LandOptions,
    clockSkew: number,
  ): Landing {
    return {
      partition,
      traceparent,
      observe,
      onLanded,
      clockSkew,
      knownGaps: new KnownGaps(),
      slots: [],
      warnings: [],
      startedAt: this.#options.clock.now().getTime(),
    };
  }

  /**
   * Lands events, and first the events that are missing in front of each of them.
   *
   * @returns whether no other owner landed into the partition in the meantime
   */
  async #landAll(landing: Landing, events: readonly ReceivedEvent[], readBy: SlotReadBy): Promise<boolean> {
    const { partition, knownGaps, traceparent, observe, onLanded, clockSkew } = landing;
    let isAlone = true;
    for (let rest = events; ;) {
      const head = await this.#writer.head(partition);
      rest = dropAlreadyLanded(rest, head.metadata, clockSkew);
      if (rest.length === 0) return isAlone;
      const { front, unknown } = splitAtUnknownGap(rest, nextSequenceNumber(head), knownGaps);
      if (unknown !== undefined && front.length === 0) {
        await this.#heal(landing, unknown);
        continue;
      }
      const { take, poison } = await this.#guard.begin(partition, front);
      const chunk = front.slice(0, take);
      const write = this.#writer.write(partition, chunk, {
        knownGaps,
        readBy,
        traceparent,
        observe,
        onLanded,
        clockSkew,
        validate: poison ? toUnreadResult : this.#validate,
        onEncoded: () => this.#guard.survived(partition, chunk),
      });
      const landed = await write.finally(() => {
        this.#guard.leave(partition);
      });
      isAlone &&= landed?.metadata.attempt === 1;
      if (landed !== undefined) {
        landing.slots.push(landed);
        const warning = await this.#writer.advanceHint(partition, landed.slot);
        if (warning !== undefined) landing.warnings.push(warning);
      }
      rest = rest.slice(take);
    }
  }

  /** Lands events that the trigger skipped, and notes which of them the hub no longer holds. */
  async #heal(landing: Landing, range: SequenceRange): Promise<void> {
    const { source, hub, clock, healMilliseconds } = this.#options;
    for await (const chunk of readRange({ hub, ...landing.partition, range })) {
      landing.knownGaps.add(chunk.gaps);
      await this.#landAll(landing, chunk.events, 'heal');
      if (clock.now().getTime() - landing.startedAt < healMilliseconds) continue;
      throw new SluiceError(
        'landing_unfinished',
        `partition ${landing.partition.partition} of '${source}': healing stopped after its time limit; the events before sequence number ${range.to + 1} are not all landed, and the next try continues`,
        { kind: 'transient', data: { ...landing.partition, ...range } },
      );
    }
  }

  /**
   * A first slot, or a gap in front, can mean that the hub was created again after its generation was read. In that
   * case no old sequence number with a new time reveals it. The check costs one request, and only in these cases.
   */
  async #confirmHubGeneration(
    { source, hubGeneration }: PartitionId,
    head: SlotMetadata | undefined,
    [first]: readonly ReceivedEvent[],
  ): Promise<void> {
    if (first === undefined) return;
    if (head !== undefined && first.sequenceNumber === head.lastSequenceNumber + 1) return;
    const current = await this.#options.hub.readHubGeneration(source);
    if (current === hubGeneration) return;
    throw new SluiceError(
      'landing_hub_generation',
      `hub '${source}' was created again: its generation is now ${current}`,
      {
        kind: 'permanent',
        data: { hubGeneration, current },
      },
    );
  }
}

/** Whether there is nothing to sweep behind this head: Bronze has every event, or a slot landed a moment ago. */
function isAtRest(head: Head, { lastSequenceNumber, settledBefore }: SweepOptions): boolean {
  if (nextSequenceNumber(head) > lastSequenceNumber) return true;
  const { landedAt } = head.metadata ?? {};
  return landedAt !== undefined && Date.parse(landedAt) > settledBefore;
}

/**
 * Returns the events in front of the first gap that was not read from the hub, with no more gaps than one slot can
 * record.
 */
function splitAtUnknownGap(
  events: readonly ReceivedEvent[],
  next: number,
  knownGaps: KnownGaps,
): { readonly front: readonly ReceivedEvent[]; readonly unknown?: SequenceRange } {
  let gaps = 0;
  for (const gap of findGaps(events, next)) {
    const unknown = knownGaps.unknownIn(gap);
    gaps += knownGaps.within(gap).length;
    if (unknown === undefined && gaps <= MAX_GAPS) continue;
    const front = events.slice(
      0,
      events.findIndex(({ sequenceNumber }) => sequenceNumber > gap.to),
    );
    return unknown === undefined ? { front } : { front, unknown };
  }
  return { front: events };
}

import { findGaps, type Gap, KnownGaps, type SequenceRange } from '../event-log/gaps';
import { type HubReader } from '../event-log/hub-reader';
import { readRange } from '../event-log/read-range';
import { type ReceivedEvent } from '../event-log/received-event';
import { type SweepOptions } from '../event-log/sweep-hubs';
import { type Clock } from '../platform/clock';
import { isSluiceError, SluiceError } from '../platform/errors';
import { type HubGeneration, type PartitionId } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { PoisonGuard, SearchTurns } from '../event-log/poison-guard';
import { assertAscending, CLOCK_SKEW, takeTurns } from '../event-log/ordering';
import { type ValidationResult } from '../contracts/validation-result';
import { type Head } from './find-head';
import { type LandingStateStore, type SlotStore } from './ports';
import { MAX_GAPS, type SlotMetadata, type SlotReadBy } from './slot-metadata';
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
  /** Waits before the protocol looks for the head again. Tests pass one that does not wait. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Deaths of the process over the same first event before a batch is cut. @default 3 */
  readonly poisonAttempts?: number;
  /** Shared by everything in the process that searches poison events. @default its own */
  readonly searchTurns?: SearchTurns;
  /** Tries to create a slot in one call; after that the host's retry policy goes on. @default 8 */
  readonly createAttempts?: number;
  /** The hint is raised at every n-th slot. @default 16 */
  readonly hintEverySlots?: number;
  /** How long one call heals gaps, in milliseconds; well within the host's `functionTimeout`. @default 120000 */
  readonly healMilliseconds?: number;
}

export interface LandOptions {
  /** W3C trace context of the landing, kept with each slot: a refresh can tell from it what brought its events. */
  readonly traceparent?: string | undefined;
  /** Called for each slot that is begun. */
  readonly observe?: (() => SlotObserver) | undefined;
}

export interface LandResult {
  /** Empty where every event was in Bronze already. */
  readonly slots: readonly LandedSlot[];
  /** Events that were in Bronze already. */
  readonly redelivered: number;
  /** What went wrong without harm (the hint could not be raised), for the log. */
  readonly warnings: readonly unknown[];
}

export interface SweepResult {
  readonly slots: readonly LandedSlot[];
  /** What the hub does not hold any more. The next slot of the partition records it. */
  readonly gaps: readonly Gap[];
  readonly warnings: readonly unknown[];
}

/** What one call has done so far. */
interface Landing extends LandOptions {
  readonly partition: PartitionId;
  readonly knownGaps: KnownGaps;
  readonly slots: LandedSlot[];
  readonly warnings: unknown[];
  readonly startedAt: number;
  /** See {@link trim}: none until the hub has said that it is the same. */
  readonly clockSkew: number;
}

/**
 * Lands batches of one source in Bronze, every event exactly once: the protocol of docs/landing-protocol.md.
 *
 * Safe under redelivery with other batch boundaries, events that the trigger skips, two owners of one partition, lost
 * replies and process kills. A slot's name depends on its number alone, and the number follows from the newest slot.
 * What that slot holds is dropped, and what is missing behind it is read from the hub, before the next slot is written.
 */
export class BronzeWriter {
  readonly #options: Required<BronzeWriterOptions>;
  readonly #guard: PoisonGuard;
  readonly #writer: SlotWriter;
  readonly #validate: BronzeWriterOptions['validate'];
  /** The trigger and the sweep may be at one partition in one process; its heads and its guard take one at a time. */
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
   * @param events one partition's, ascending by sequence number
   * @throws SluiceError of kind `transient` (lake, table or hub out of reach: call again with the same events) or
   *   `permanent` (an invariant is broken: an operator must look). Whatever was landed before stays landed.
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
   * Lands what the hub holds behind the head, without the trigger: events that it skipped and nothing came after, and events
   * that it cannot bind. One more owner of the partition, which the protocol allows at any time.
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
    return { slots, redelivered: events.length - landed, warnings };
  }

  async #sweep(number: number, options: SweepOptions & LandOptions): Promise<SweepResult> {
    const { source, hub, clock } = this.#options;
    const { hubGeneration, lastSequenceNumber, settledBefore, until } = options;
    this.#hubGeneration = hubGeneration;
    const partition = { source, hubGeneration, partition: number };
    const landing = this.#begin(partition, options, CLOCK_SKEW);
    const gaps: Gap[] = [];
    if (!isAtRest(await this.#writer.head(partition), options)) {
      // Another process may have landed since this one has looked.
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

  #begin(partition: PartitionId, { traceparent, observe }: LandOptions, clockSkew: number): Landing {
    return {
      partition,
      traceparent,
      observe,
      clockSkew,
      knownGaps: new KnownGaps(),
      slots: [],
      warnings: [],
      startedAt: this.#options.clock.now().getTime(),
    };
  }

  /**
   * Lands events, and in front of each whatever is missing there.
   *
   * @returns whether nobody else landed into the partition meanwhile
   */
  async #landAll(landing: Landing, events: readonly ReceivedEvent[], readBy: SlotReadBy): Promise<boolean> {
    const { partition, knownGaps, traceparent, observe, clockSkew } = landing;
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
      const piece = front.slice(0, take);
      const write = this.#writer.write(partition, piece, {
        knownGaps,
        readBy,
        traceparent,
        observe,
        clockSkew,
        validate: poison ? toUnreadResult : this.#validate,
        onEncoded: () => this.#guard.survived(partition, piece),
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

  /** Lands what the trigger has skipped, and learns what of it the hub does not hold any more. */
  async #heal(landing: Landing, range: SequenceRange): Promise<void> {
    const { source, hub, clock, healMilliseconds } = this.#options;
    for await (const chunk of readRange({ hub, ...landing.partition, range })) {
      landing.knownGaps.add(chunk.gaps);
      await this.#landAll(landing, chunk.events, 'heal');
      if (clock.now().getTime() - landing.startedAt < healMilliseconds) continue;
      throw new SluiceError(
        'landing_unfinished',
        `partition ${landing.partition.partition} of '${source}': the events before ${range.to + 1} are read from the hub; the next try goes on there`,
        { kind: 'transient', data: { ...landing.partition, ...range } },
      );
    }
  }

  /**
   * A first slot and a gap in front can both mean that the hub was made anew since its incarnation was read: then no
   * old sequence number with a new time is there to tell. Asking costs one request, and only here.
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
    throw new SluiceError('landing_hub_generation', `hub '${source}' was made anew: it is ${current} now`, {
      kind: 'permanent',
      data: { hubGeneration, current },
    });
  }
}

/** Whether there is nothing behind this head to sweep: it has everything, or landing was at work a moment ago. */
function isAtRest(head: Head, { lastSequenceNumber, settledBefore }: SweepOptions): boolean {
  if (nextSequenceNumber(head) > lastSequenceNumber) return true;
  const { landedAt } = head.metadata ?? {};
  return landedAt !== undefined && Date.parse(landedAt) > settledBefore;
}

/** The events in front of the first gap that the hub was not asked about, no more than one slot can describe. */
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

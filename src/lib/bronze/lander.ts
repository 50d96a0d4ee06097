import { type Clock } from '../shared/clock';
import { isSluiceError, SluiceError } from '../shared/errors';
import { type Incarnation, type Slot, toSlot } from '../shared/positions';
import { type Source } from '../shared/source';
import { type Judgement } from './bronze-line';
import { createSlotEncoder, type EncodedSlot } from './encode-slot';
import { findHead, type Head } from './find-head';
import { type BronzePartition, partitionPath, slotPath } from './partition';
import { PoisonGuard } from './poison-guard';
import { type HubInspector, type LandingStateStore, type SlotStore } from './ports';
import { type ReceivedEvent } from './received-event';
import { type SlotMetadata } from './slot-metadata';
import { assertAscending, findGaps, trim } from './trim';

export interface LanderOptions {
  readonly source: Source;
  readonly store: SlotStore;
  readonly state: LandingStateStore;
  readonly hub: Pick<HubInspector, 'readIncarnation'>;
  readonly judge: (event: ReceivedEvent) => Judgement;
  readonly clock: Clock;
  /** Waits before the protocol looks for the head again. Tests pass one that does not wait. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Deaths of the process over the same first event before a batch is cut. @default 3 */
  readonly poisonAttempts?: number;
  /** Tries to create a slot in one call; after that the host's retry policy goes on. @default 8 */
  readonly createAttempts?: number;
  /** The hint is raised at every n-th slot. @default 16 */
  readonly hintEverySlots?: number;
}

/** One slot that this call created. */
export interface LandedSlot {
  readonly slot: Slot;
  readonly path: string;
  readonly metadata: SlotMetadata;
}

/** Follows the making of one slot. A piece that has to be encoded again gets a new one; the old one hears no more. */
export interface SlotObserver {
  judged(event: ReceivedEvent, judgement: Judgement): void;
  /** @param bytes of the object as stored */
  landed(slot: LandedSlot, bytes: number): void;
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

/**
 * Lands batches of one source in Bronze, every event exactly once: the protocol of docs/landing-protocol.md.
 *
 * Safe under redelivery with other batch boundaries, two owners of one partition, lost replies and process kills,
 * because a slot's name depends on its number alone, the number follows from the newest slot, and what that slot
 * holds is dropped before the next is written.
 */
export class Lander {
  readonly #options: Required<LanderOptions>;
  readonly #guard: PoisonGuard;
  readonly #encode = createSlotEncoder();
  /** Heads as last seen. A stale one costs a conflict, never a wrong slot. */
  readonly #heads = new Map<string, Head>();
  #incarnation: Incarnation | undefined;

  constructor(options: LanderOptions) {
    this.#options = { poisonAttempts: 3, createAttempts: 8, hintEverySlots: 16, ...options };
    this.#guard = new PoisonGuard({ state: options.state, attempts: this.#options.poisonAttempts });
  }

  /**
   * @param events one partition's, ascending by sequence number
   * @throws SluiceError of kind `transient` (lake or table out of reach: call again with the same events) or
   *   `permanent` (an invariant is broken: an operator must look). Whatever was landed before stays landed.
   */
  async land(
    partition: number,
    events: readonly ReceivedEvent[],
    options: LandOptions = {},
  ): Promise<LandResult> {
    assertAscending(events);
    const { source, hub } = this.#options;
    this.#incarnation ??= await hub.readIncarnation(source);
    const incarnation = this.#incarnation;
    try {
      return await this.#landAll({ source, incarnation, partition }, events, options);
    } catch (error) {
      if (!isSluiceError(error) || error.code !== 'landing_incarnation') throw error;
      this.#incarnation = await hub.readIncarnation(source);
      if (this.#incarnation === incarnation) throw error;
      return this.#landAll({ source, incarnation: this.#incarnation, partition }, events, options);
    }
  }

  async #landAll(
    partition: BronzePartition,
    events: readonly ReceivedEvent[],
    options: LandOptions,
  ): Promise<LandResult> {
    const slots: LandedSlot[] = [];
    const warnings: unknown[] = [];
    const head = (await this.#head(partition)).metadata;
    let rest = trim(events, head);
    await this.#confirmIncarnation(partition, head, rest);
    while (rest.length > 0) {
      const { take, poison } = await this.#guard.begin(partition, rest);
      const piece = rest.slice(0, take);
      const landed = await this.#landPiece(partition, piece, poison, options);
      if (landed !== undefined) {
        slots.push(landed);
        await this.#raiseHint(partition, landed.slot, warnings);
      }
      rest = rest.slice(take);
    }
    const landedEvents = slots.reduce(
      (sum, { metadata }) => sum + metadata.accepted + metadata.quarantined,
      0,
    );
    return { slots, redelivered: events.length - landedEvents, warnings };
  }

  /**
   * A first slot and a gap in front can both mean that the hub was made anew since its incarnation was read: then no
   * old sequence number with a new time is there to tell. Asking costs one request, and only here.
   */
  async #confirmIncarnation(
    { source, incarnation }: BronzePartition,
    head: SlotMetadata | undefined,
    [first]: readonly ReceivedEvent[],
  ): Promise<void> {
    if (first === undefined) return;
    if (head !== undefined && first.sequenceNumber === head.lastSequenceNumber + 1) return;
    const current = await this.#options.hub.readIncarnation(source);
    if (current === incarnation) return;
    throw new SluiceError('landing_incarnation', `hub '${source}' was made anew: it is ${current} now`, {
      kind: 'permanent',
      data: { incarnation, current },
    });
  }

  /** Steps 2 to 6 of the protocol. `undefined` where another owner landed the whole piece meanwhile. */
  async #landPiece(
    partition: BronzePartition,
    piece: readonly ReceivedEvent[],
    poison: boolean,
    { traceparent, observe }: LandOptions,
  ): Promise<LandedSlot | undefined> {
    const { store, clock, pause, createAttempts } = this.#options;
    const judge = poison ? judgeUnparsed : this.#options.judge;
    let cause: unknown;
    let encoded: EncodedSlot | undefined;
    let observer: SlotObserver | undefined;
    let encodedEvents = 0;
    for (let attempt = 1; attempt <= createAttempts; attempt++) {
      if (attempt > 1) {
        await pause(backoffMilliseconds(attempt));
        this.#heads.delete(partitionPath(partition));
      }
      const head = await this.#head(partition);
      const events = trim(piece, head.metadata);
      const [first, last] = [events[0], events[events.length - 1]];
      if (first === undefined || last === undefined) return undefined;

      if (encoded === undefined || encodedEvents !== events.length) {
        observer = observe?.();
        encoded = await this.#encode({
          events,
          judge: observer === undefined ? judge : toObserved(judge, observer),
          partition: partition.partition,
          landedAt: clock.now().toISOString(),
        });
        encodedEvents = events.length;
        await this.#guard.survived(partition, piece);
      }
      const { body, ...content } = encoded;
      const metadata: SlotMetadata = {
        firstSequenceNumber: first.sequenceNumber,
        lastSequenceNumber: last.sequenceNumber,
        lastEnqueuedTime: newestEnqueuedTime(events, head.metadata),
        ...content,
        attempt,
        gaps: findGaps(events, head.metadata),
        ...(traceparent !== undefined && { traceparent }),
      };
      const slot = toSlot(head.slot + 1);
      const path = slotPath(partition, slot);
      const created = await store.create(path, body, metadata);
      if (created.outcome === 'created') {
        this.#heads.set(partitionPath(partition), { slot, metadata });
        const landed = { slot, path, metadata };
        observer?.landed(landed, body.length);
        return landed;
      }
      cause = created.cause;
    }
    throw new SluiceError(
      'landing_conflict',
      `${partitionPath(partition)}: no slot could be created in ${createAttempts} tries; the batch stays in the hub and is tried again`,
      { kind: 'transient', cause, data: { ...partition } },
    );
  }

  async #head(partition: BronzePartition): Promise<Head> {
    const key = partitionPath(partition);
    let head = this.#heads.get(key);
    if (head === undefined) {
      const { store, state } = this.#options;
      head = await findHead({ store, partition, hint: await state.readHint(partition) });
      this.#heads.set(key, head);
    }
    return head;
  }

  /** Step 7. A hint that lags behind costs a few look-ups at the next start, so it is raised now and then only. */
  async #raiseHint(partition: BronzePartition, slot: Slot, warnings: unknown[]): Promise<void> {
    if (slot % this.#options.hintEverySlots !== 0) return;
    try {
      await this.#options.state.raiseHint(partition, slot);
    } catch (error) {
      warnings.push(error);
    }
  }
}

function toObserved(judge: LanderOptions['judge'], observer: SlotObserver): LanderOptions['judge'] {
  return (event) => {
    const judgement = judge(event);
    observer.judged(event, judgement);
    return judgement;
  };
}

/** 50 ms, doubled at each attempt, at most 2 s. */
function backoffMilliseconds(attempt: number): number {
  return Math.min(2000, 25 * 2 ** (attempt - 1));
}

function newestEnqueuedTime(events: readonly ReceivedEvent[], head: SlotMetadata | undefined): string {
  const before = head === undefined ? 0 : Date.parse(head.lastEnqueuedTime);
  return new Date(
    events.reduce((newest, event) => Math.max(newest, event.enqueuedTime), before),
  ).toISOString();
}

function judgeUnparsed(): Judgement {
  return {
    verdict: 'quarantined',
    rejections: [
      {
        code: 'poison',
        path: '',
        message: 'Working on this event ended the process each time; it was kept without being read.',
      },
    ],
  };
}

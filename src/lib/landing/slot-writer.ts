import { at } from '../platform/at';
import { type Clock } from '../platform/clock';
import { SluiceError } from '../platform/errors';
import { type PartitionId, partitionPath, type Slot, toSlot } from '../event-log/positions';
import { type ValidationResult } from '../contracts/validation-result';
import { createSlotEncoder, type EncodedSlot } from './encode-slot';
import { findHead, type Head } from './find-head';
import { findGaps, type Gap, type KnownGaps } from '../event-log/gaps';
import { type SlotMetadata, slotPath, type SlotReadBy } from './slot-metadata';
import { type LandingStateStore, type SlotStore } from './ports';
import { type ReceivedEvent } from '../event-log/received-event';
import { dropAlreadyLanded } from './drop-already-landed';
import { type SlotEvents, toSlotEvents } from './slot-events';

export interface SlotWriterOptions {
  readonly store: SlotStore;
  readonly state: LandingStateStore;
  readonly clock: Clock;
  /** Waits before the writer looks for the head again. Tests pass a function that does not wait. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Attempts to create a slot in one call. After them the host's retry policy continues. @default 8 */
  readonly createAttempts?: number;
  /** Every n-th slot advances the head hint. @default 16 */
  readonly hintEverySlots?: number;
}

/** One slot that this call created. */
export interface LandedSlot {
  readonly slot: Slot;
  readonly path: string;
  readonly metadata: SlotMetadata;
}

/**
 * Observes one slot. If a chunk is encoded again, a new observer replaces the first one.
 */
export interface SlotObserver {
  validated(event: ReceivedEvent, validation: ValidationResult): void;
  /** @param bytes size of the object as stored */
  landed(slot: LandedSlot, bytes: number): void;
}

export interface WriteOptions {
  readonly validate: (event: ReceivedEvent) => ValidationResult;
  /** Results of reading the hub. Every gap of the chunk must be in it. */
  readonly knownGaps: KnownGaps;
  readonly readBy: SlotReadBy;
  /** See {@link dropAlreadyLanded}. */
  readonly clockSkew: number;
  /** Called after the events are validated and encoded, and before they are stored. */
  readonly onEncoded: () => Promise<void>;
  readonly traceparent?: string | undefined;
  /** Called before each encoding of a slot. */
  readonly observe?: (() => SlotObserver) | undefined;
  /** Called after the slot exists, with its events. */
  readonly onLanded?: ((slot: SlotEvents) => void) | undefined;
}

/** Writes the slots of one source's partitions: steps 2 to 7 of docs/landing-protocol.md. */
export class SlotWriter {
  readonly #options: Required<SlotWriterOptions>;
  readonly #encode = createSlotEncoder();
  /** The last known heads. An outdated head costs a conflict, never a wrong slot. */
  readonly #heads = new Map<string, Head>();

  constructor(options: SlotWriterOptions) {
    this.#options = { createAttempts: 8, hintEverySlots: 16, ...options };
  }

  /** Returns the last known head, or looks for it. */
  async head(partition: PartitionId): Promise<Head> {
    const key = partitionPath(partition);
    let head = this.#heads.get(key);
    if (head === undefined) {
      const { store, state } = this.#options;
      head = await findHead({ store, partition, hint: await state.readHint(partition) });
      this.#heads.set(key, head);
    }
    return head;
  }

  /** Makes the next call of {@link head} look for the head. */
  forgetHead(partition: PartitionId): void {
    this.#heads.delete(partitionPath(partition));
  }

  /**
   * Writes the events that Bronze does not hold yet as one slot.
   *
   * @returns undefined if Bronze already holds all of them. Another owner landed them, or an attempt of this call whose
   *   reply was lost.
   * @throws SluiceError `landing_conflict` (transient) after too many attempts, or if a gap was not read from the hub
   */
  async write(
    partition: PartitionId,
    chunk: readonly ReceivedEvent[],
    options: WriteOptions,
  ): Promise<LandedSlot | undefined> {
    const { store, clock, pause, createAttempts } = this.#options;
    let cause: unknown;
    let encoded: EncodedSlot | undefined;
    let observer: SlotObserver | undefined;
    let encodedEvents = 0;
    let results: ValidationResult[] = [];
    for (let attempt = 1; attempt <= createAttempts; attempt++) {
      if (attempt > 1) {
        await pause(backoffMilliseconds(attempt));
        this.forgetHead(partition);
      }
      const head = await this.head(partition);
      const events = dropAlreadyLanded(chunk, head.metadata, options.clockSkew);
      if (events.length === 0) return undefined;
      const landedAt = clock.now().toISOString();
      // A newer head only drops events from the front, so an equal number means the same events.
      if (encoded === undefined || encodedEvents !== events.length) {
        observer = options.observe?.();
        results = [];
        const validate = toObserved(options.validate, observer, options.onLanded && results);
        encoded = await this.#encode({ events, validate, partition: partition.partition, landedAt });
        encodedEvents = events.length;
        await options.onEncoded();
      }
      const { body, ...content } = encoded;
      const metadata: SlotMetadata = {
        firstSequenceNumber: at(events, 0).sequenceNumber,
        lastSequenceNumber: at(events, events.length - 1).sequenceNumber,
        lastEnqueuedTime: newestEnqueuedTime(events, head.metadata),
        ...content,
        attempt,
        gaps: toGaps(partition, events, head, options.knownGaps),
        readBy: options.readBy,
        landedAt,
        ...(options.traceparent !== undefined && { traceparent: options.traceparent }),
      };
      const slot = toSlot(head.slot + 1);
      const path = slotPath(partition, slot);
      const created = await store.create(path, body, metadata);
      if (created.outcome === 'created') {
        this.#heads.set(partitionPath(partition), { slot, metadata });
        const landed = { slot, path, metadata };
        observer?.landed(landed, body.length);
        options.onLanded?.(toSlotEvents(slot, events, results));
        return landed;
      }
      cause = created.cause;
    }
    throw new SluiceError(
      'landing_conflict',
      `${partitionPath(partition)}: no slot could be created in ${createAttempts} attempts; the batch stays in the hub and is tried again`,
      { kind: 'transient', cause, data: { ...partition } },
    );
  }

  /**
   * Advances the head hint at every n-th slot. An outdated hint costs a few look-ups at the next start.
   *
   * @returns the fault if that failed; Bronze stays correct
   */
  async advanceHint(partition: PartitionId, slot: Slot): Promise<unknown> {
    if (slot % this.#options.hintEverySlots !== 0) return undefined;
    try {
      await this.#options.state.advanceHeadHint(partition, slot);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** Returns the sequence number that follows a head. */
export function nextSequenceNumber({ metadata }: Head): number {
  return metadata === undefined ? 0 : metadata.lastSequenceNumber + 1;
}

/** Returns the gaps of a slot. A newer head only makes gaps smaller, so the known results still cover them. */
function toGaps(
  partition: PartitionId,
  events: readonly ReceivedEvent[],
  head: Head,
  knownGaps: KnownGaps,
): readonly Gap[] {
  return findGaps(events, nextSequenceNumber(head)).flatMap((range) => {
    const unknown = knownGaps.unknownIn(range);
    if (unknown === undefined) return knownGaps.within(range);
    throw new SluiceError(
      'landing_conflict',
      `${partitionPath(partition)}: sequence numbers ${unknown.from} to ${unknown.to} are missing and were not read from the hub yet; the batch is tried again`,
      { kind: 'transient', data: { ...partition, ...unknown } },
    );
  });
}

/** @param results receives each result; undefined if nobody needs them */
function toObserved(
  validate: WriteOptions['validate'],
  observer: SlotObserver | undefined,
  results: ValidationResult[] | undefined,
): WriteOptions['validate'] {
  if (observer === undefined && results === undefined) return validate;
  return (event) => {
    const validation = validate(event);
    observer?.validated(event, validation);
    results?.push(validation);
    return validation;
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

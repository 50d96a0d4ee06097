import { type PartitionId, type Slot, toSlot } from '../../event-log/positions';
import { type LandedBatch, type LandedEvent } from '../../landing/slots';
import { type BronzeSlots, findFirstSlot } from './bronze-slots';

/** Events of Bronze that follow a position. */
export interface FedEvents {
  /** Of whole slots, but for events that the position has already. */
  readonly events: readonly LandedEvent[];
  /** Whether slots in front of them were deleted before they were read. */
  readonly isAfterLoss: boolean;
}

/** Slots that are read at the same time, and bytes of events that they may have together. */
const MAX_PARALLEL = 8;
const PARALLEL_BYTES = 8 * 1024 * 1024;

/**
 * Gives the events of a partition in the order of Bronze: from memory where landing handed them over, otherwise from the
 * lake. A slot never changes, so both are the same. It serves one call and keeps what it has read.
 */
export class SlotFeed {
  readonly #slots: BronzeSlots;
  readonly #partition: PartitionId;
  #head: number;
  readonly #known = new Map<number, readonly LandedEvent[]>();
  /** How many slots to read together, by the size of the last one. */
  #parallel = 1;
  #readEvents = 0;

  constructor(slots: BronzeSlots, { partition, head, slots: handed }: LandedBatch) {
    this.#slots = slots;
    this.#partition = partition;
    this.#head = head.slot;
    for (const { slot, events } of handed) this.#known.set(slot, events);
  }

  /** Events that were read from the lake so far. */
  get readEvents(): number {
    return this.#readEvents;
  }

  /** Allows slots up to this one, which another call may have seen. */
  extendTo(slot: number): void {
    this.#head = Math.max(this.#head, slot);
  }

  /**
   * How many events after a position are not in memory. It counts sequence numbers, so gaps of Bronze make it too large.
   */
  countUnread(nextSlot: number, lastSequenceNumber: number, headSequenceNumber: number): number {
    let unread = headSequenceNumber - lastSequenceNumber;
    for (const [slot, events] of this.#known) {
      if (slot < nextSlot) continue;
      const first = events.findIndex(({ sequenceNumber }) => sequenceNumber > lastSequenceNumber);
      if (first !== -1) unread -= events.length - first;
    }
    return Math.max(0, unread);
  }

  /**
   * Returns the events of the next slots: of one at least, and of further ones up to about `maxEvents`.
   *
   * @param nextSlot at or before the head
   * @throws SluiceError `lake_unavailable`
   */
  async take(nextSlot: number, lastSequenceNumber: number, maxEvents: number): Promise<FedEvents> {
    for (const slot of this.#known.keys()) if (slot < nextSlot) this.#known.delete(slot);
    let first = await this.#eventsOf(nextSlot);
    let slot = nextSlot;
    if (first === undefined) {
      const range = { from: nextSlot + 1, head: this.#head };
      const found = await findFirstSlot(this.#slots, this.#partition, range, () => true);
      slot = found?.slot ?? this.#head + 1;
      first = await this.#eventsOf(slot);
    }
    const isAfterLoss = slot !== nextSlot;
    if (first === undefined) return { events: [], isAfterLoss };
    const events = first.filter(({ sequenceNumber }) => sequenceNumber > lastSequenceNumber);
    for (let next = slot + 1; next <= this.#head && events.length < maxEvents; next++) {
      const more = await this.#eventsOf(next);
      if (more === undefined) break;
      events.push(...more);
    }
    return { events, isAfterLoss };
  }

  async #eventsOf(slot: number): Promise<readonly LandedEvent[] | undefined> {
    if (slot > this.#head) return undefined;
    const known = this.#known.get(slot);
    if (known !== undefined) return known;
    const wanted: Slot[] = [];
    for (let next = slot; next <= this.#head && wanted.length < this.#parallel; next++) {
      if (this.#known.has(next)) break;
      wanted.push(toSlot(next));
    }
    const read = await Promise.all(wanted.map((one) => this.#slots.readEvents(this.#partition, one)));
    for (const [index, events] of read.entries()) {
      const one = wanted[index];
      if (events === undefined || one === undefined) continue;
      this.#known.set(one, events);
      this.#readEvents += events.length;
      this.#parallel = Math.max(1, Math.min(MAX_PARALLEL, Math.floor(PARALLEL_BYTES / (sizeOf(events) + 1))));
    }
    return this.#known.get(slot);
  }
}

function sizeOf(events: readonly LandedEvent[]): number {
  return events.reduce((sum, { accepted }) => sum + (accepted?.bytes.length ?? 0), 0);
}

import { type ValidationResult } from '../../../../src/lib/contracts/validation-result';
import { assertAscending } from '../../../../src/lib/event-log/ordering';
import {
  type HubGeneration,
  type PartitionId,
  partitionPath,
  toSequenceNumber,
  type Slot,
  toSlot,
} from '../../../../src/lib/event-log/positions';
import { type ReceivedEvent } from '../../../../src/lib/event-log/received-event';
import { type LandedBatch, type LandedEvent } from '../../../../src/lib/landing/slots';
import { type SlotMetadata } from '../../../../src/lib/landing/store';
import { toSlotEvents } from '../../../../src/lib/landing/slot-events';
import { type BronzeSlots } from '../../../../src/lib/live/windows/bronze-slots';
import { HUB_GENERATION } from '../../../testing/fixtures/events';

interface MemorySlot {
  readonly events: readonly LandedEvent[];
  readonly metadata: SlotMetadata;
}

/** The slots of Bronze in memory, as events. */
export class MemoryBronze implements BronzeSlots {
  readonly #validate: (event: ReceivedEvent) => ValidationResult;
  readonly #partitions = new Map<string, MemorySlot[]>();
  /** Number of slots in front that retention has deleted. */
  deleted = 0;
  hubGeneration: HubGeneration = HUB_GENERATION;
  readonly requests = { readEvents: 0, readMetadata: 0 };

  constructor(validate: (event: ReceivedEvent) => ValidationResult) {
    this.#validate = validate;
  }

  /** Lands the events that Bronze does not have as one slot, and returns the batch with this slot. */
  land(partition: number, events: readonly ReceivedEvent[]): LandedBatch {
    assertAscending(events, 'landing_invariant');
    const slots = this.#slotsOf(this.#idOf(partition));
    const last = slots.at(-1)?.metadata;
    const fresh = events.filter(({ sequenceNumber }) => sequenceNumber > (last?.lastSequenceNumber ?? -1));
    const [first, end] = [fresh[0], fresh.at(-1)];
    if (first === undefined || end === undefined) return this.batchOf(partition, []);
    const slot = toSlot(slots.length);
    const content = toSlotEvents(
      slot,
      fresh,
      fresh.map((event) => this.#validate(event)),
    );
    const before = last === undefined ? 0 : Date.parse(last.lastEnqueuedTime);
    const newest = Math.max(before, ...fresh.map(({ enqueuedTime }) => enqueuedTime));
    const accepted = content.events.filter((event) => event.accepted !== undefined).length;
    const metadata: SlotMetadata = {
      firstSequenceNumber: first.sequenceNumber,
      lastSequenceNumber: end.sequenceNumber,
      lastEnqueuedTime: new Date(newest).toISOString(),
      accepted,
      quarantined: fresh.length - accepted,
      sha256: '',
      attempt: 1,
      gaps: [],
      readBy: 'trigger',
      landedAt: new Date(newest).toISOString(),
    };
    slots.push({ events: content.events, metadata });
    return this.batchOf(partition, [slot]);
  }

  /** Returns the batch of a call that created these slots. */
  batchOf(partition: number, created: readonly Slot[]): LandedBatch {
    const id = this.#idOf(partition);
    const slots = this.#slotsOf(id);
    return {
      partition: id,
      head: {
        slot: toSlot(Math.max(0, slots.length - 1)),
        lastSequenceNumber: slots.at(-1)?.metadata.lastSequenceNumber ?? toSequenceNumber(0),
      },
      slots: created.map((slot) => ({ slot, events: slots[slot]?.events ?? [] })),
    };
  }

  /** All events of a partition, in order. */
  eventsOf(partition: number): readonly LandedEvent[] {
    return this.#slotsOf(this.#idOf(partition)).flatMap(({ events }) => events);
  }

  readEvents(partition: PartitionId, slot: Slot): Promise<readonly LandedEvent[] | undefined> {
    this.requests.readEvents += 1;
    return Promise.resolve(this.#find(partition, slot)?.events);
  }

  readMetadata(partition: PartitionId, slot: Slot): Promise<SlotMetadata | undefined> {
    this.requests.readMetadata += 1;
    return Promise.resolve(this.#find(partition, slot)?.metadata);
  }

  #find(partition: PartitionId, slot: Slot): MemorySlot | undefined {
    return slot < this.deleted ? undefined : this.#slotsOf(partition)[slot];
  }

  #idOf(partition: number): PartitionId {
    return { source: 'iot', hubGeneration: this.hubGeneration, partition };
  }

  #slotsOf(partition: PartitionId): MemorySlot[] {
    const key = partitionPath(partition);
    let slots = this.#partitions.get(key);
    if (slots === undefined) this.#partitions.set(key, (slots = []));
    return slots;
  }
}

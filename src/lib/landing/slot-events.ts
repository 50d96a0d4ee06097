import { type ContractDescription } from '../contracts/contract';
import { type ValidationResult } from '../contracts/validation-result';
import { type PartitionId, type SequenceNumber, type Slot } from '../event-log/positions';
import { type ReceivedEvent } from '../event-log/received-event';

/** One event of Bronze, as readers of its slot need it. */
export interface LandedEvent {
  readonly slot: Slot;
  readonly sequenceNumber: SequenceNumber;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  /** Undefined for a quarantined event, and for one of a contract that this app does not have. */
  readonly accepted: { readonly contract: ContractDescription; readonly bytes: Buffer } | undefined;
}

/** The events of one slot, ascending. A slot has at least one. */
export interface SlotEvents {
  readonly slot: Slot;
  readonly events: readonly LandedEvent[];
}

/** What Bronze holds of a partition after a batch is landed. */
export interface LandedBatch {
  readonly partition: PartitionId;
  readonly head: { readonly slot: Slot; readonly lastSequenceNumber: SequenceNumber };
  /** The newest slots that this call created, ascending. Another owner may have created slots between them. */
  readonly slots: readonly SlotEvents[];
}

/** Joins the events of a slot with their results. Both have the same order. */
export function toSlotEvents(
  slot: Slot,
  events: readonly ReceivedEvent[],
  results: readonly (ValidationResult | undefined)[],
): SlotEvents {
  return {
    slot,
    events: events.map(({ sequenceNumber, enqueuedTime }, index) => {
      const result = results[index];
      const accepted = result?.verdict === 'accepted' ? result : undefined;
      return { slot, sequenceNumber, enqueuedTime, accepted };
    }),
  };
}

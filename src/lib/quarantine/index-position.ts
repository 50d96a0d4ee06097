import { type QuarantineRecord } from './quarantine-record';

/**
 * Maximum number of records of one `IndexChange`. A transaction has at most 100 rows, and the position is one of them.
 */
export const MAX_CHANGED_RECORDS = 99;

/** The number of records with one contract and one code. A `code` of null counts records with any codes. */
export interface Tally {
  /** Null counts records whose contract is unknown. */
  readonly contract: string | null;
  readonly code: string | null;
  readonly records: number;
  /** The number of these whose event is in the hub again. */
  readonly replayed: number;
}

/** How far a partition of Bronze is indexed, with its totals. */
export interface IndexPosition {
  /** The newest slot that is indexed completely; -1 before the first. */
  readonly slot: number;
  /** Quarantined records of the next slot that are already indexed. */
  readonly taken: number;
  readonly slots: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Of `slot`; -1 before the first. */
  readonly lastSequenceNumber: number;
  /** Newest enqueued time up to `slot`. */
  readonly newestEnqueuedTime: string | null;
  readonly tallies: readonly Tally[];
}

/** A slot as the listing of Bronze describes it. */
export interface SlotSummary {
  readonly slot: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly lastSequenceNumber: number;
  readonly newestEnqueuedTime: string | null;
}

export const START: IndexPosition = {
  slot: -1,
  taken: 0,
  slots: 0,
  accepted: 0,
  quarantined: 0,
  lastSequenceNumber: -1,
  newestEnqueuedTime: null,
  tallies: [],
};

/** Returns the position after one more record of the next slot. */
export function afterRecord(position: IndexPosition, record: QuarantineRecord): IndexPosition {
  return {
    ...position,
    taken: position.taken + 1,
    quarantined: position.quarantined + 1,
    tallies: count(position.tallies, record, { records: 1, replayed: 0 }),
  };
}

/** Returns the position after a whole slot, including its quarantined records. */
export function afterSlot(position: IndexPosition, slot: SlotSummary): IndexPosition {
  return {
    ...position,
    slot: slot.slot,
    taken: 0,
    slots: position.slots + 1,
    accepted: position.accepted + slot.accepted,
    lastSequenceNumber: Math.max(position.lastSequenceNumber, slot.lastSequenceNumber),
    newestEnqueuedTime: slot.newestEnqueuedTime ?? position.newestEnqueuedTime,
  };
}

/** Returns the position after the first replay of one of its records. */
export function afterReplay(position: IndexPosition, record: QuarantineRecord): IndexPosition {
  return { ...position, tallies: count(position.tallies, record, { records: 0, replayed: 1 }) };
}

function count(
  tallies: readonly Tally[],
  { contract, codes }: QuarantineRecord,
  more: { readonly records: number; readonly replayed: number },
): readonly Tally[] {
  const counted = [...tallies];
  for (const code of [null, ...codes]) {
    const index = counted.findIndex((tally) => tally.contract === contract && tally.code === code);
    const before = counted[index] ?? { contract, code, records: 0, replayed: 0 };
    const after = {
      ...before,
      records: before.records + more.records,
      replayed: before.replayed + more.replayed,
    };
    if (index === -1) counted.push(after);
    else counted[index] = after;
  }
  return counted;
}

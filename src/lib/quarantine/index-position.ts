import { type QuarantineRecord } from './quarantine-record';

/** Records that one `IndexChange` may hold: a transaction has at most 100 rows, and the position is one. */
export const MAX_CHANGED_RECORDS = 99;

/** How many records there are of one contract and one code; a `code` of null counts records, whatever their codes. */
export interface Tally {
  /** null: records of which no contract is known. */
  readonly contract: string | null;
  readonly code: string | null;
  readonly records: number;
  /** Of these, those that are in the hub again. */
  readonly replayed: number;
}

/** How far a partition of Bronze is indexed, and the totals so far. */
export interface IndexPosition {
  /** The newest slot that is indexed as a whole; -1 before the first. */
  readonly slot: number;
  /** Quarantined records of the slot after it that are indexed already. */
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

/** What the listing of Bronze says of a slot. */
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

/** The position after one more record of the slot that comes next. */
export function afterRecord(position: IndexPosition, record: QuarantineRecord): IndexPosition {
  return {
    ...position,
    taken: position.taken + 1,
    quarantined: position.quarantined + 1,
    tallies: count(position.tallies, record, { records: 1, replayed: 0 }),
  };
}

/** The position after the whole of a slot, its quarantined records included. */
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

/** The position after a record of it was replayed for the first time. */
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

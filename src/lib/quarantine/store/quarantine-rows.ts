import { type IndexPosition, type Tally } from '../index-position';
import { type QuarantineRecord } from '../quarantine-record';
import { startOf } from '../replay-request';
import { fromProperties, toProperties } from '../../platform/azure/table-access';

export const POSITION = 'position';
const RECORD = 'q|';
/** Sorts after every row of a record: the character after `|`. */
export const AFTER_RECORDS = 'q}';

/** Row keys sort as text, ascending. Records and replays are listed newest first. */
const HIGHEST = 10 ** 15 - 1;

/** Maximum number of tallies in one property: it has 30,000 characters, and a tally at most 300. */
const TALLIES_A_PROPERTY = 100;

/** Prefix of a property that is true if the record has the code. */
const HAS_CODE = 'has_';

/** Returns the row key of a sequence number. Records with lower numbers follow it. */
export function toRecordRowKey(sequenceNumber: number): string {
  return `${RECORD}${String(HIGHEST - sequenceNumber).padStart(15, '0')}`;
}

export function toReplayRowKey(replay: string): string {
  return `${String(HIGHEST - (startOf(replay) ?? 0)).padStart(15, '0')}-${replay}`;
}

/** Returns the name of the property for a code. Only letters, digits and underscores are allowed. */
export function toCodeProperty(code: string): string {
  return `${HAS_CODE}${code.replace(/[^A-Za-z0-9]/g, '_')}`;
}

type Nullable = 'eventId' | 'contract' | 'version' | 'replayedAt' | 'reopenedAt' | 'reopenedBy';
/** A record in a row. Null properties are omitted. Rows of version 0.1.0 have no `tried`. */
type StoredRecord = Omit<QuarantineRecord, Nullable | 'tried'> &
  Partial<Pick<QuarantineRecord, Nullable | 'tried'>>;

/** Returns the record's properties and one flag per code, so that the service can filter by code. */
export function toRecordProperties(record: QuarantineRecord): Record<string, unknown> {
  const flags = Object.fromEntries(record.codes.map((code) => [toCodeProperty(code), true]));
  const { eventId, contract, version, replayedAt, reopenedAt, reopenedBy, ...rest } = record;
  return {
    ...toProperties({
      ...rest,
      // Null properties are omitted.
      eventId: eventId ?? undefined,
      contract: contract ?? undefined,
      version: version ?? undefined,
      replayedAt: replayedAt ?? undefined,
      reopenedAt: reopenedAt ?? undefined,
      reopenedBy: reopenedBy ?? undefined,
    }),
    ...flags,
  };
}

export function fromRecordProperties(row: object): QuarantineRecord {
  const own = Object.entries(row).filter(([name]) => !name.startsWith(HAS_CODE));
  return {
    eventId: null,
    contract: null,
    version: null,
    replayedAt: null,
    reopenedAt: null,
    reopenedBy: null,
    // Replays of version 0.1.0 did not store which fix they tried, so none is counted.
    tried: [],
    ...(fromProperties(Object.fromEntries(own)) as StoredRecord),
  };
}

export function toPositionProperties({
  tallies,
  newestEnqueuedTime,
  ...numbers
}: IndexPosition): Record<string, unknown> {
  const parts: Record<string, readonly Tally[]> = {};
  for (let index = 0; index * TALLIES_A_PROPERTY < tallies.length; index++) {
    parts[`tallies${index}`] = tallies.slice(index * TALLIES_A_PROPERTY, (index + 1) * TALLIES_A_PROPERTY);
  }
  return toProperties({ ...numbers, newestEnqueuedTime: newestEnqueuedTime ?? undefined, ...parts });
}

export function fromPositionProperties(row: object): IndexPosition {
  const read = fromProperties(row) as Record<string, unknown> & IndexPosition;
  const tallies: Tally[] = [];
  for (let index = 0; `tallies${index}` in read; index++) {
    tallies.push(...(read[`tallies${index}`] as readonly Tally[]));
  }
  const { slot, taken, slots, accepted, quarantined, lastSequenceNumber } = read;
  // The row differs from the type: an unknown time is omitted.
  const newestEnqueuedTime = (read.newestEnqueuedTime as string | undefined) ?? null;
  return { slot, taken, slots, accepted, quarantined, lastSequenceNumber, newestEnqueuedTime, tallies };
}

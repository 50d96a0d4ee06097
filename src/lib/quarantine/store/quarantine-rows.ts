import { type IndexPosition, type Tally } from '../index-position';
import { type QuarantineRecord } from '../quarantine-record';
import { startOf } from '../replay-request';
import { fromProperties, toProperties } from '../../platform/azure/table-access';

export const POSITION = 'position';
const RECORD = 'q|';
/** Behind every row of a record: the character after `|`. */
export const AFTER_RECORDS = 'q}';

/** Row keys sort as text, upwards; records and replays are listed newest first. */
const HIGHEST = 10 ** 15 - 1;

/** Tallies that one property holds: a text of 30,000 characters, and a tally of at most 300. */
const TALLIES_A_PROPERTY = 100;

/** Begins the name of a property that is true where the record has the code. */
const HAS_CODE = 'has_';

/** Where the records below a sequence number begin; all of them without one. */
export function toRecordRowKey(sequenceNumber: number): string {
  return `${RECORD}${String(HIGHEST - sequenceNumber).padStart(15, '0')}`;
}

export function toReplayRowKey(replay: string): string {
  return `${String(HIGHEST - (startOf(replay) ?? 0)).padStart(15, '0')}-${replay}`;
}

/** Name of the property that tells whether a record has a code; letters, digits and underscores are what there may be. */
export function toCodeProperty(code: string): string {
  return `${HAS_CODE}${code.replace(/[^A-Za-z0-9]/g, '_')}`;
}

type Nullable = 'contract' | 'version' | 'replayedAt';
/** A record as a row holds it: a property is left out rather than null. */
type StoredRecord = Omit<QuarantineRecord, Nullable> & Partial<Pick<QuarantineRecord, Nullable>>;

/** Besides its own properties, one flag a code, so that the service can filter by it. */
export function toRecordProperties(record: QuarantineRecord): Record<string, unknown> {
  const flags = Object.fromEntries(record.codes.map((code) => [toCodeProperty(code), true]));
  const { contract, version, replayedAt, ...rest } = record;
  return {
    ...toProperties({
      ...rest,
      // A property is left out rather than null.
      contract: contract ?? undefined,
      version: version ?? undefined,
      replayedAt: replayedAt ?? undefined,
    }),
    ...flags,
  };
}

export function fromRecordProperties(row: object): QuarantineRecord {
  const own = Object.entries(row).filter(([name]) => !name.startsWith(HAS_CODE));
  return {
    contract: null,
    version: null,
    replayedAt: null,
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
  // As the row has it, which is not what the type says: a time that is not known is left out.
  const newestEnqueuedTime = (read.newestEnqueuedTime as string | undefined) ?? null;
  return { slot, taken, slots, accepted, quarantined, lastSequenceNumber, newestEnqueuedTime, tallies };
}

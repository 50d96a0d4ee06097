import { type Contract, type JsonPointer } from '../contracts/contract';
import { numberText, parseExactJson } from '../platform/text/exact-json';

/** Longest id that is shown for a record that broke its contract. */
const MAX_SHOWN_ID_LENGTH = 64;

/** Finds what a contract's pointers point at. */
export interface RecordReader {
  /** @param data the record's bytes, from which a number is taken with all of its digits */
  id(record: unknown, data: Buffer): string | undefined;
  time(record: unknown, data: Buffer): string | undefined;
  partitionKey(record: unknown, data: Buffer): string | undefined;
  /** The id of bytes that may be no record at all, so that the caller can find its own. */
  idOfRejected(data: Buffer): string | undefined;
}

/** Compiles the pointers once; reading costs a few property look-ups a record. */
export function createRecordReader({
  eventId,
  eventTime,
  partitionKey,
}: Pick<Contract, 'eventId' | 'eventTime' | 'partitionKey'>): RecordReader {
  const id = pointerReader(eventId);
  return {
    id,
    time: pointerReader(eventTime),
    partitionKey: pointerReader(partitionKey),
    idOfRejected(data) {
      const found = id(parse(data), data);
      return found !== undefined && found.length <= MAX_SHOWN_ID_LENGTH ? found : undefined;
    },
  };
}

/** Reads a text, or a number as it is written; anything else counts as absent. */
function pointerReader(pointer: JsonPointer): (record: unknown, data: Buffer) => string | undefined {
  const path = pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
  const find = (record: unknown): unknown => {
    let value = record;
    for (const name of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[name];
    }
    return value;
  };
  return (record, data) => {
    const value = find(record);
    if (typeof value === 'string') return value;
    // Few contracts point at a number, so its digits are looked for only then.
    return typeof value === 'number' ? numberText(find(parseExactJson(data.toString('utf8')))) : undefined;
  };
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined; // It has been rejected already; there is just no id to show.
  }
}

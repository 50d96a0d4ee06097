import { type Contract, type JsonPointer } from '../contracts/contract';
import { numberText, parseExactJson } from '../platform/text/exact-json';

/** Maximum length of an id that is shown for a rejected record. */
const MAX_SHOWN_ID_LENGTH = 64;

/** Reads the values of a contract's pointers. */
export interface RecordReader {
  /** @param data the record's bytes, which have all digits of a number */
  id(record: unknown, data: Buffer): string | undefined;
  time(record: unknown, data: Buffer): string | undefined;
  partitionKey(record: unknown, data: Buffer): string | undefined;
  /** Returns the id of bytes that may not be a valid record, so that the caller can identify it. */
  idOfRejected(data: Buffer): string | undefined;
  /** Returns all three of bytes that may not be a valid record. They are not checked. */
  ofRejected(data: Buffer): {
    readonly id: string | undefined;
    readonly time: string | undefined;
    readonly partitionKey: string | undefined;
  };
}

/** Compiles the pointers once. A record then takes only a few property look-ups. */
export function createRecordReader({
  eventId,
  eventTime,
  partitionKey,
}: Pick<Contract, 'eventId' | 'eventTime' | 'partitionKey'>): RecordReader {
  const id = pointerReader(eventId);
  const time = pointerReader(eventTime);
  const key = pointerReader(partitionKey);
  return {
    id,
    time,
    partitionKey: key,
    idOfRejected(data) {
      const found = id(parse(data), data);
      return found !== undefined && found.length <= MAX_SHOWN_ID_LENGTH ? found : undefined;
    },
    ofRejected(data) {
      const record = parse(data);
      return { id: id(record, data), time: time(record, data), partitionKey: key(record, data) };
    },
  };
}

/** Reads a text, or a number as it is written. Other values count as absent. */
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
    // Few contracts point to a number, so its digits are read only in that case.
    return typeof value === 'number' ? numberText(find(parseExactJson(data.toString('utf8')))) : undefined;
  };
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString('utf8')) as unknown;
  } catch {
    return undefined; // The record is already rejected. It only has no id to show.
  }
}

import { type Contract, type JsonPointer } from '../contracts/contract';
import { createFieldReader, type FieldValue, namesOf } from '../contracts/read-fields';
import { numberText, parseExactJson } from '../platform/text/exact-json';

/** Maximum length of an id that is shown for a rejected record. */
const MAX_SHOWN_ID_LENGTH = 64;

/** What the contract's pointers name in a record. A number is as it is written; other values count as absent. */
export interface RecordFields {
  readonly id: string | undefined;
  readonly time: string | undefined;
  readonly partitionKey: string | undefined;
}

/** Reads the values of a contract's pointers. */
export interface RecordReader {
  /** @param data a valid record */
  ofAccepted(data: Buffer): RecordFields;
  /** Returns the id of bytes that may not be a valid record, so that the caller can identify it. */
  idOfRejected(data: Buffer): string | undefined;
  /** Returns all three of bytes that may not be a valid record. They are not checked. */
  ofRejected(data: Buffer): RecordFields;
}

/** Compiles the pointers once. The fields of a valid record are read from its bytes, mostly without parsing it. */
export function createRecordReader({
  eventId,
  eventTime,
  partitionKey,
}: Pick<Contract, 'eventId' | 'eventTime' | 'partitionKey'>): RecordReader {
  const id = pointerReader(eventId);
  const time = pointerReader(eventTime);
  const key = pointerReader(partitionKey);
  const readFields = createFieldReader([eventId, eventTime, partitionKey]);
  const ofParsed = (data: Buffer): RecordFields => {
    const record = parse(data);
    return { id: id(record, data), time: time(record, data), partitionKey: key(record, data) };
  };
  return {
    ofAccepted(data) {
      const fields = readFields(data);
      if (fields === undefined || fields.some((value) => typeof value === 'number')) return ofParsed(data);
      return { id: toText(fields[0]), time: toText(fields[1]), partitionKey: toText(fields[2]) };
    },
    idOfRejected(data) {
      const found = id(parse(data), data);
      return found !== undefined && found.length <= MAX_SHOWN_ID_LENGTH ? found : undefined;
    },
    ofRejected: ofParsed,
  };
}

function toText(value: FieldValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Reads a text, or a number as it is written. Other values count as absent. */
function pointerReader(pointer: JsonPointer): (record: unknown, data: Buffer) => string | undefined {
  const path = namesOf(pointer);
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

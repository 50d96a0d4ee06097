import { LakehouseError } from '../lakehouse-error';
import { type ColumnType, type PartitionValues } from './types';

/** How Hive, and Delta after it, name the directory of null. */
const NULL_DIRECTORY = '__HIVE_DEFAULT_PARTITION__';

/**
 * A partition value as the log has it (PROTOCOL.md "Partition Value Serialization"). The empty text stands for null
 * there, so a table cannot tell the two apart.
 *
 * @param text what DuckDB's CAST to VARCHAR gives, in the time zone UTC
 * @throws LakehouseError `unsupported` for a type that makes a poor partition: its text is not one-to-one
 */
export function toPartitionValue(type: ColumnType, text: string | null): string | null {
  if (text === null || text === '') return null;
  if (type === 'timestamp') return toIsoTimestamp(text);
  if (type === 'double')
    throw new LakehouseError('unsupported', 'a column of type double does not partition a table');
  return text;
}

/**
 * The directory of a partition, `name=value`. Readers take the value from the log, so the name only has to be unique
 * and safe: everything but letters, digits, `-` and `_` is percent-encoded.
 */
export function partitionDirectory(column: string, partition: PartitionValues): string {
  const value = partition[column] ?? null;
  return `${encode(column)}=${value === null || value === '' ? NULL_DIRECTORY : encode(value)}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*.~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function toIsoTimestamp(text: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00$/.exec(text) ?? [];
  if (day === undefined || time === undefined)
    throw new LakehouseError(
      'unsupported',
      `the timestamp ${text} is not in UTC or outside the years 1 to 9999`,
    );
  return `${day}T${time}Z`;
}

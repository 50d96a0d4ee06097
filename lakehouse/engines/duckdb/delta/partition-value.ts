import { LakehouseError } from '../lakehouse-error';
import { type ColumnType, type PartitionValues } from './types';

/** Name of the directory for null, in Hive and in Delta. */
const NULL_DIRECTORY = '__HIVE_DEFAULT_PARTITION__';

/**
 * Converts a partition value to its form in the log (PROTOCOL.md "Partition Value Serialization"). The empty
 * text means null there, so a table cannot distinguish the two.
 *
 * @param text the result of DuckDB's CAST to VARCHAR, in the time zone UTC
 * @throws LakehouseError `unsupported` for a type whose texts are not one-to-one
 */
export function toPartitionValue(type: ColumnType, text: string | null): string | null {
  if (text === null || text === '') return null;
  if (type === 'timestamp') return toIsoTimestamp(text);
  if (type === 'double')
    throw new LakehouseError('unsupported', 'a column of type double cannot partition a table');
  return text;
}

/**
 * The directory of a partition, `name=value`. Readers take the value from the log, so the name only has to be
 * unique and safe. Everything but letters, digits, `-` and `_` is percent-encoded.
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

import { type Separator } from './separator';

/** One record of a file, as it stands there. */
export interface InputRow {
  /** Counts from 1; the header of a table does not count. */
  readonly row: number;
  /** The record's own text, on one line unless a quoted cell holds a line break; empty for Parquet. */
  readonly text: string;
  /** Of tables. */
  readonly cells?: readonly (string | null)[];
}

/** An opened file. Rows come in the file's order, some hundreds at a time, and only as fast as they are taken. */
export interface Input {
  readonly format: InputFormat;
  /** Of tables. */
  readonly columns?: readonly string[];
  /** The header as it stands in a CSV file. */
  readonly header?: string;
  /** Of a CSV file, where it was named. */
  readonly separator?: Separator | undefined;
  readonly rows: AsyncIterable<readonly InputRow[]>;
  /** How much of the file has been read, from 0 to 1. */
  readonly fractionRead: () => number;
}

export type InputFormat = 'json' | 'ndjson' | 'csv' | 'parquet';

/** Rows handed on at once: enough that the steps between cost nothing, few enough that none waits. */
export const ROWS_PER_CHUNK = 1000;

import { type Separator } from './separator';

/** One record of a file, unchanged. */
export interface InputRow {
  /** Number of the row, from 1, without the header of a table. */
  readonly row: number;
  /** Text of the record, on one line unless a quoted cell contains a line break; empty for Parquet. */
  readonly text: string;
  /** Cells of a table's row. */
  readonly cells?: readonly (string | null)[];
}

/**
 * An opened file. Rows come in the order of the file, some hundreds at a time, and are read only when the
 * consumer takes them.
 */
export interface Input {
  readonly format: InputFormat;
  /** Column names of a table. */
  readonly columns?: readonly string[];
  /** Header line of a CSV file, unchanged. */
  readonly header?: string;
  /** Separator of a CSV file, if the caller set one. */
  readonly separator?: Separator | undefined;
  readonly rows: AsyncIterable<readonly InputRow[]>;
  /** Share of the file that has been read, from 0 to 1. */
  readonly fractionRead: () => number;
}

export type InputFormat = 'json' | 'ndjson' | 'csv' | 'parquet';

/** Rows a chunk: enough to make the cost of each step negligible, and few enough that no row waits long. */
export const ROWS_PER_CHUNK = 1000;

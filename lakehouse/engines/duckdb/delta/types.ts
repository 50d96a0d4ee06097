/** A column's type, in the words of the models; each is a primitive type of PROTOCOL.md "Primitive Types". */
export type ColumnType =
  | 'string'
  | 'integer'
  | 'long'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly description?: string;
}

/** A value of per-file statistics: number, boolean, or text (dates `2026-11-21`, timestamps `2026-11-21T06:10:00.123Z`). */
export type StatisticValue = string | number | boolean;

/**
 * Bounds of a data file, per column (PROTOCOL.md "Per-file Statistics"). A column that is missing is unknown. Bounds
 * are never too narrow, but may be wider than the values: long texts are cut, and times are kept to the millisecond.
 */
export interface FileStatistics {
  readonly minValues: Readonly<Record<string, StatisticValue>>;
  readonly maxValues: Readonly<Record<string, StatisticValue>>;
  readonly nullCount: Readonly<Record<string, number>>;
}

/** Value of each partition column as the log has it: text, or null (which stands for an empty text too). */
export type PartitionValues = Readonly<Record<string, string | null>>;

/** A data file of a table at some version. */
export interface DataFile {
  /** Relative to the table, not URL-encoded. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Rows; -1 where the writer did not say. */
  readonly rows: number;
  readonly partition: PartitionValues;
  readonly stats: FileStatistics;
}

/** A table at one version. */
export interface Snapshot {
  readonly version: number;
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly string[];
  readonly files: readonly DataFile[];
  /** The newest version that each application recorded with a commit. */
  readonly transactions: ReadonlyMap<string, number>;
}

/** A Parquet file on this machine that is to become part of a table; `toNewFiles` makes it of what DuckDB's COPY returns. */
export interface NewFile {
  readonly localPath: string;
  readonly partition: PartitionValues;
  readonly rows: number;
  readonly stats: FileStatistics;
}

/** What one commit changes. */
export interface Commit {
  /** The version that the writer has read; undefined for one that makes the table. */
  readonly readVersion: number | undefined;
  /** As Delta calls it: `WRITE`, `MERGE`, `CREATE TABLE AS SELECT` … */
  readonly operation: string;
  /** All columns in order, as they are to stand; more nullable ones than before are added to the table. */
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly string[];
  readonly add: readonly NewFile[];
  /** Paths (as in `DataFile`) of files that are no part of the table any more. */
  readonly remove: readonly string[];
  /** Makes the commit happen once: refused as `already` where the table has this version, or a greater one. */
  readonly transaction?: { readonly appId: string; readonly version: number };
  /** False where the rows stay the same, as in a compaction. @default true */
  readonly dataChange?: boolean;
  readonly userMetadata?: string;
  /** What the writer wants to be seen in the history. @default none */
  readonly operationParameters?: Readonly<Record<string, string>>;
  /** Whether the new rows were made without reading the table. @default false */
  readonly isBlindAppend?: boolean;
}

export type CommitOutcome =
  /** `checkpointFailure`: the commit stands, but the checkpoint that was due does not; the next commit makes up for it. */
  | { readonly outcome: 'committed'; readonly version: number; readonly checkpointFailure?: unknown }
  /** The transaction is recorded; `version` is the table's newest. */
  | { readonly outcome: 'already'; readonly version: number }
  /** Somebody else committed after `readVersion`: read again and decide anew. */
  | { readonly outcome: 'conflict' };

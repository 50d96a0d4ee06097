/** A column's type, as models name it. Each is a primitive type of PROTOCOL.md "Primitive Types". */
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
 * Bounds of a data file, per column (PROTOCOL.md "Per-file Statistics"). A missing column is unknown. Bounds
 * are never too narrow but may be too wide: long texts are truncated, and times are kept to the millisecond.
 */
export interface FileStatistics {
  readonly minValues: Readonly<Record<string, StatisticValue>>;
  readonly maxValues: Readonly<Record<string, StatisticValue>>;
  readonly nullCount: Readonly<Record<string, number>>;
}

/** Value of each partition column as in the log: text, or null (which includes the empty text). */
export type PartitionValues = Readonly<Record<string, string | null>>;

/** A data file of a table at some version. */
export interface DataFile {
  /** Relative to the table, not URL-encoded. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Rows; -1 if the writer did not record them. */
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
  /** The table's properties (`metaData.configuration`). */
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * A new Parquet file on this machine, to be added to a table. `toNewFiles` creates it from the result of
 * DuckDB's COPY.
 */
export interface NewFile {
  readonly localPath: string;
  readonly partition: PartitionValues;
  readonly rows: number;
  readonly stats: FileStatistics;
}

/** The change that one commit makes. */
export interface Commit {
  /** The version that the writer has read; undefined to create the table. */
  readonly readVersion: number | undefined;
  /** Delta's name of the operation: `WRITE`, `MERGE`, `CREATE TABLE AS SELECT` … */
  readonly operation: string;
  /** All columns after the commit, in order. Additional nullable columns are added to the table. */
  readonly columns: readonly Column[];
  readonly partitionColumns: readonly string[];
  readonly add: readonly NewFile[];
  /** Paths (as in `DataFile`) of files to remove from the table. */
  readonly remove: readonly string[];
  /** Makes the commit idempotent: it returns `already` if the table has this version or a greater one. */
  readonly transaction?: { readonly appId: string; readonly version: number };
  /**
   * Replaces the columns and partition columns, whatever they were. All files of the table must be in `remove`.
   * @default false
   */
  readonly overwrite?: boolean;
  /** What to do if the columns do not fit the table, for the error. @default the error says nothing */
  readonly remedy?: string;
  /** Properties of the table to set; others stay. @default none */
  readonly properties?: Readonly<Record<string, string>>;
  /** False where the rows stay the same, as in a compaction. @default true */
  readonly dataChange?: boolean;
  readonly userMetadata?: string;
  /** Properties for the table's history. @default none */
  readonly operationParameters?: Readonly<Record<string, string>>;
  /** Whether the writer created the new rows without reading the table. @default false */
  readonly isBlindAppend?: boolean;
}

export type CommitOutcome =
  /**
   * `checkpointFailure`: the commit succeeded, but the checkpoint that was due failed. The next commit writes
   * it.
   */
  | { readonly outcome: 'committed'; readonly version: number; readonly checkpointFailure?: unknown }
  /** The transaction is already recorded; `version` is the table's newest. */
  | { readonly outcome: 'already'; readonly version: number }
  /** Another writer committed after `readVersion`: read and decide again. */
  | { readonly outcome: 'conflict' };

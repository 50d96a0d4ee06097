/** A column's type, named as in the models (docs/lakehouse.md). */
export type ColumnType =
  | 'string'
  | 'integer'
  | 'long'
  | 'double'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | `decimal(${number},${number})`;

export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Undefined if the table has none. */
  readonly description: string | undefined;
}

/**
 * A value without loss:
 *
 * - `long` is a bigint.
 * - `decimal` is a bigint of its last place: 21.50 of scale 2 is 2150n.
 * - `timestamp` is a bigint of microseconds since 1970 in UTC.
 * - `date` is a number of days since 1970.
 * - Other types keep their JavaScript type.
 */
export type CellValue = string | number | bigint | boolean | null;

/** Rows that were read together, by column. */
export interface ColumnBatch {
  readonly rowCount: number;
  /** By requested name. */
  readonly columns: Readonly<Record<string, readonly CellValue[]>>;
}

/** Skips files that have no row with a value from `min` to `max`. Both bounds are inclusive and not null. */
export interface FileFilter {
  readonly column: string;
  /** @default no bound */
  readonly min?: CellValue;
  /** @default no bound */
  readonly max?: CellValue;
}

/** One version of a table. It does not change with later commits. */
export interface TableSnapshot {
  readonly table: string;
  /** Version of the Delta table. */
  readonly version: number;
  /** The newest refresh that wrote the table (Delta transaction of the application `sluice`). */
  readonly refresh: number | undefined;
  /** When the model changed, in ISO 8601, while rows of its older text stay; undefined if there are none. */
  readonly modelChangedAt: string | undefined;
  readonly columns: readonly TableColumn[];
  readonly partitionedBy: readonly string[];
  /** Undefined if a writer did not count the rows. */
  readonly rowCount: number | undefined;
  /** Bytes of the files that a scan would read. */
  bytes(filters: readonly FileFilter[]): number;
  /**
   * Reads columns of all files that the filters do not exclude. Filters only skip files: rows that do not
   * match are returned, too.
   *
   * @param newestFirst sorts files by their partition values, greatest first. @default the order of the log
   */
  scan(options: {
    readonly columns: readonly string[];
    readonly filters: readonly FileFilter[];
    readonly newestFirst?: boolean;
  }): AsyncIterable<ColumnBatch>;
}

/** Reads tables of Gold. */
export interface TableReader {
  /** Lists the names, sorted. @throws SluiceError `lake_unavailable` */
  listTables(): Promise<readonly string[]>;
  /**
   * Calls `use` with the newest snapshot of a table, or with undefined if there is no table. If a file of the
   * snapshot vanishes during `use` (a vacuum), `use` is called again with a newer snapshot and must start
   * over.
   *
   * @throws SluiceError `lake_unavailable`; `gold_unreadable` if the table needs features that this reader
   *   does not have
   */
  read<T>(table: string, use: (snapshot: TableSnapshot | undefined) => Promise<T>): Promise<T>;
}

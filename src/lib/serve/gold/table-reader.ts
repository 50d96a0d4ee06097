/** A column's type, in the words of the models (docs/lakehouse.md). */
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
  /** Undefined where the table has none. */
  readonly description: string | undefined;
}

/**
 * A value, exactly as it was written: `long` a bigint, `decimal` a bigint of its last place (21.50 of scale 2 is 2150n),
 * `timestamp` a bigint of microseconds since 1970 in UTC, `date` a number of days since 1970; others as they are.
 */
export type CellValue = string | number | bigint | boolean | null;

/** Rows that were read together, column by column. */
export interface ColumnBatch {
  readonly rowCount: number;
  /** By the names that were asked for. */
  readonly columns: Readonly<Record<string, readonly CellValue[]>>;
}

/** Leaves out files that have no row with a value from `min` to `max`; both bounds belong to it, and are not null. */
export interface FileFilter {
  readonly column: string;
  /** @default no bound */
  readonly min?: CellValue;
  /** @default no bound */
  readonly max?: CellValue;
}

/** One version of a table. It stays as it is, whatever is committed. */
export interface TableSnapshot {
  readonly table: string;
  /** Of the Delta table. */
  readonly version: number;
  /** The newest refresh that the table has taken in (Delta transaction of the application `sluice`). */
  readonly refresh: number | undefined;
  readonly columns: readonly TableColumn[];
  readonly partitionedBy: readonly string[];
  /** Undefined where a writer did not count them. */
  readonly rowCount: number | undefined;
  /** Bytes of the files that a scan would look at. */
  bytes(filters: readonly FileFilter[]): number;
  /**
   * Reads columns of all files that the filters do not rule out. Filters only save work: other rows come as well.
   *
   * @param newestFirst files by their partition values, greatest first. @default as they lie
   */
  scan(options: {
    readonly columns: readonly string[];
    readonly filters: readonly FileFilter[];
    readonly newestFirst?: boolean;
  }): AsyncIterable<ColumnBatch>;
}

/** Tables of Gold. */
export interface TableReader {
  /** Names in order. @throws SluiceError `lake_unavailable` */
  listTables(): Promise<readonly string[]>;
  /**
   * Hands the newest snapshot of a table to `use`, or undefined where there is no table. Where a file of the snapshot is
   * gone while it is read (a vacuum), `use` is called again with a newer one: it must begin anew each time.
   *
   * @throws SluiceError `lake_unavailable`; `gold_unreadable` for a table that needs more than this reader knows
   */
  read<T>(table: string, use: (snapshot: TableSnapshot | undefined) => Promise<T>): Promise<T>;
}

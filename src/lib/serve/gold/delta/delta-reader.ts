import { compareCells } from '../compare-cells';
import { type ColumnBatch, type TableColumn, type TableReader, type TableSnapshot } from '../table-reader';
import { type Clock } from '../../../platform/clock';
import { BatchCache } from './batch-cache';
import { type DataFile } from './data-file';
import { goldUnreadable } from './table-schema';
import { toParquetSource, VanishedFile } from './parquet-source';
import { prune } from './prune';
import { readLog } from './read-log';
import { readParquet } from './read-parquet';
import { type TableBlobs } from './table-blobs';
import { toModelChangedAt } from './log-actions';
import { type TableState } from './table-state';

/** Files that are read concurrently. With one file at a time, the reader would wait for each request. */
const PARALLEL = 4;
/** Maximum number of times that a read starts, if files vanish during it. */
const MAX_ATTEMPTS = 4;
/** An older state is read again from the log's checkpoint, because a log may have deleted its oldest commits. */
const STATE_MILLISECONDS = 60 * 60 * 1000;
const CACHE_BYTES = 48 * 1024 * 1024;

export interface DeltaReaderOptions {
  readonly blobs: TableBlobs;
  readonly clock: Clock;
  /** Approximate memory for cached rows. @default 48 MiB */
  readonly cacheBytes?: number;
}

/**
 * Reads the Delta tables of a container, each in a top-level folder of its name. It supports reader version 1
 * (and 2 without column mapping) of https://github.com/delta-io/delta/blob/master/PROTOCOL.md. For other
 * tables, the error names the missing feature.
 */
export class DeltaReader implements TableReader {
  readonly #blobs: TableBlobs;
  readonly #clock: Clock;
  readonly #cache: BatchCache;
  readonly #states = new Map<string, { readonly state: TableState; readonly since: number }>();

  constructor({ blobs, clock, cacheBytes = CACHE_BYTES }: DeltaReaderOptions) {
    this.#blobs = blobs;
    this.#clock = clock;
    this.#cache = new BatchCache(cacheBytes);
  }

  async listTables(): Promise<readonly string[]> {
    return (await this.#blobs.listFolders()).filter(isTableName);
  }

  async read<T>(table: string, use: (snapshot: TableSnapshot | undefined) => Promise<T>): Promise<T> {
    let before: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const state = isTableName(table) ? await this.#state(table) : undefined;
      try {
        return await use(state === undefined ? undefined : this.#snapshot(table, state));
      } catch (error) {
        if (!(error instanceof VanishedFile)) throw error;
        // The version is the same as before, so no newer version replaces the missing file.
        if (attempt >= MAX_ATTEMPTS || state?.version === before)
          throw goldUnreadable(table, `its log refers to ${error.path}, which does not exist`, error);
        before = state?.version;
        this.#states.delete(table);
      }
    }
  }

  async #state(table: string): Promise<TableState | undefined> {
    const known = this.#states.get(table);
    const now = this.#clock.now().getTime();
    const isFresh = known !== undefined && now - known.since < STATE_MILLISECONDS;
    const state = await readLog(this.#blobs, table, isFresh ? known.state : undefined);
    if (state === undefined) this.#states.delete(table);
    else this.#states.set(table, { state, since: isFresh ? known.since : now });
    return state;
  }

  #snapshot(table: string, { version, refresh, columns, metaData, files }: TableState): TableSnapshot {
    const all = [...files.values()];
    const counts = all.map(({ rowCount }) => rowCount);
    const { partitionColumns } = metaData;
    return {
      table,
      version,
      refresh,
      modelChangedAt: toModelChangedAt(metaData),
      columns,
      partitionedBy: partitionColumns,
      rowCount: counts.reduce(
        (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
        0,
      ),
      bytes: (filters) => prune(all, columns, filters).reduce((sum, { size }) => sum + size, 0),
      scan: ({ columns: names, filters, newestFirst = false }) =>
        this.#scan(table, {
          files: inOrder(prune(all, columns, filters), partitionColumns, newestFirst),
          columns: names.map((name) => requireColumn(table, columns, name)),
        }),
    };
  }

  async *#scan(table: string, { files, columns }: Scan): AsyncIterable<ColumnBatch> {
    const opened = (file: DataFile) => {
      const promise = this.#open(table, file, columns);
      // It is awaited later, or never if the reader stops early.
      promise.catch(() => undefined);
      return promise;
    };
    const ahead = files.slice(0, PARALLEL).map(opened);
    for (const index of files.keys()) {
      const batches = await ahead.shift();
      const next = files[index + PARALLEL];
      if (next !== undefined) ahead.push(opened(next));
      if (batches !== undefined) yield* batches;
    }
  }

  /** Reads a small file whole, ahead of its turn and for the cache. Reads a large file by row groups, in its turn. */
  async #open(
    table: string,
    file: DataFile,
    columns: readonly TableColumn[],
  ): Promise<readonly ColumnBatch[] | AsyncIterable<ColumnBatch>> {
    const key = [table, file.path, ...columns.map(({ name }) => name)].join('\n');
    const kept = this.#cache.get(key);
    if (kept !== undefined) return kept;
    const rows = this.#readFile(table, file, columns);
    if (file.rowCount === undefined || !this.#cache.takes(file.rowCount * columns.length)) return rows;
    const batches: ColumnBatch[] = [];
    for await (const batch of rows) batches.push(batch);
    this.#cache.put(key, batches);
    return batches;
  }

  async *#readFile(
    table: string,
    file: DataFile,
    columns: readonly TableColumn[],
  ): AsyncIterable<ColumnBatch> {
    const stored = columns.filter(({ name }) => file.partition[name] === undefined);
    const source = toParquetSource(this.#blobs, `${table}/${file.path}`, file.size);
    for await (const { rowCount, columns: values } of readParquet(source, stored, {
      table,
      path: file.path,
    })) {
      yield {
        rowCount,
        columns: Object.fromEntries(
          columns.map(({ name }) => {
            const value = file.partition[name];
            if (value === undefined) return [name, values[name] ?? []];
            return [name, new Array<typeof value>(rowCount).fill(value)];
          }),
        ),
      };
    }
  }
}

interface Scan {
  readonly files: readonly DataFile[];
  readonly columns: readonly TableColumn[];
}

/** Folders whose names begin with an underscore are not tables, and neither are those with other characters. */
function isTableName(name: string): boolean {
  return /^[a-z][a-z0-9_]{0,127}$/.test(name);
}

function requireColumn(table: string, columns: readonly TableColumn[], name: string): TableColumn {
  const column = columns.find((known) => known.name === name);
  if (column === undefined) throw goldUnreadable(table, `it has no column ${name}`);
  return column;
}

function inOrder(files: DataFile[], partitionColumns: readonly string[], newestFirst: boolean): DataFile[] {
  if (!newestFirst) return files;
  return files.sort((left, right) => {
    for (const name of partitionColumns) {
      const order = compareCells(right.partition[name] ?? null, left.partition[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}

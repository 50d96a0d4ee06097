import {
  type CellValue,
  type ColumnType,
  type TableReader,
  type TableSnapshot,
} from '../../../../src/lib/serve/gold/table-reader';
import { SluiceError } from '../../../../src/lib/platform/errors';

export interface MemoryTable {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly partitionedBy?: readonly string[];
  /** Files, each with its rows. */
  readonly files: readonly (readonly Readonly<Record<string, CellValue>>[])[];
  readonly bytes?: number;
}

/**
 * A snapshot of rows in memory. It records filters and the order of files but does not apply them, as the
 * client does.
 */
export function memorySnapshot(
  table: string,
  { columns, partitionedBy = [], files, bytes = 0 }: MemoryTable,
): TableSnapshot & { readonly scanned: { files: number; newestFirst: boolean } } {
  const scanned = { files: 0, newestFirst: false };
  return {
    table,
    version: 3,
    modelChangedAt: undefined,
    refresh: 1000,
    partitionedBy,
    scanned,
    columns: Object.entries(columns).map(([name, type]) => ({ name, type, description: `The ${name}` })),
    rowCount: files.flat().length,
    bytes: () => bytes,
    // eslint-disable-next-line @typescript-eslint/require-await -- A port that is read over a wire elsewhere.
    async *scan({ columns: names, newestFirst = false }) {
      scanned.newestFirst = newestFirst;
      for (const rows of files) {
        scanned.files += 1;
        yield {
          rowCount: rows.length,
          columns: Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)])),
        };
      }
    },
  };
}

/** Tables in memory. A table without a definition cannot be read. */
export function memoryTables(tables: Readonly<Record<string, MemoryTable | undefined>>): TableReader {
  return {
    listTables: () => Promise.resolve(Object.keys(tables)),
    read: async (table, use) => {
      if (!(table in tables)) return use(undefined);
      const found = tables[table];
      if (found !== undefined) return use(memorySnapshot(table, found));
      throw new SluiceError('gold_unreadable', `the table ${table} cannot be read: it is odd`, {
        kind: 'permanent',
      });
    },
  };
}

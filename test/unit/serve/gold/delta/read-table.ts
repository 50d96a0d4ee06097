import { DeltaReader } from '../../../../../src/lib/serve/gold/delta/delta-reader';
import { TableBlobs } from '../../../../../src/lib/serve/gold/delta/table-blobs';
import {
  type CellValue,
  type FileFilter,
  type TableSnapshot,
} from '../../../../../src/lib/serve/gold/table-reader';
import { systemClock } from '../../../../../src/lib/platform/clock';

export type Row = Readonly<Record<string, CellValue>>;

/** The app's reader over the container of a local lake. */
export function deltaReader(connectionString: string, container = 'gold', cacheBytes?: number): DeltaReader {
  return new DeltaReader({
    blobs: new TableBlobs({ kind: 'connectionString', connectionString }, container),
    clock: systemClock,
    ...(cacheBytes !== undefined && { cacheBytes }),
  });
}

/** All rows of a scan, in its order. */
export async function scanRows(
  snapshot: TableSnapshot,
  {
    columns = snapshot.columns.map(({ name }) => name),
    filters = [],
    newestFirst = false,
  }: {
    readonly columns?: readonly string[];
    readonly filters?: readonly FileFilter[];
    readonly newestFirst?: boolean;
  } = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const batch of snapshot.scan({ columns, filters, newestFirst })) {
    for (let index = 0; index < batch.rowCount; index += 1)
      rows.push(Object.fromEntries(columns.map((name) => [name, batch.columns[name]?.[index] ?? null])));
  }
  return rows;
}

/** Reads a table without a cache. */
export async function readTable(
  reader: DeltaReader,
  table: string,
): Promise<{ readonly snapshot: TableSnapshot; readonly rows: Row[] }> {
  return reader.read(table, async (snapshot) => {
    if (snapshot === undefined) throw new Error(`there is no table ${table}`);
    return { snapshot, rows: await scanRows(snapshot) };
  });
}

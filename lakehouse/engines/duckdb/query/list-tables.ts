import { type Snapshot } from '../delta/types';
import { type LakeCatalog } from './open-lake';

/** A table or view in a list for people. */
export interface ListedTable {
  readonly name: string;
  readonly kind: 'table' | 'view';
  /** Null for a view, and if a file has no row count. */
  readonly rows: number | null;
  readonly files: number | null;
  readonly version: number | null;
  readonly description: string;
}

/** Lists the lake's tables and views by name. Tables that no refresh has created are omitted. */
export async function listTables({ tables, views, models }: LakeCatalog): Promise<ListedTable[]> {
  const listed: ListedTable[] = [];
  for (const [name, { table, delta }] of tables) {
    const snapshot = await delta.read();
    if (snapshot === undefined) continue;
    const description = models.models.get(table)?.description ?? '';
    const { version, files } = snapshot;
    listed.push({ name, kind: 'table', rows: rowsOf(snapshot), files: files.length, version, description });
  }
  for (const [name, { description }] of views)
    listed.push({ name, kind: 'view', rows: null, files: null, version: null, description });
  return listed;
}

function rowsOf({ files }: Snapshot): number | null {
  return files.some(({ rows }) => rows < 0) ? null : files.reduce((sum, { rows }) => sum + rows, 0);
}

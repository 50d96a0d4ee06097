import { type Snapshot } from '../delta/types';
import { findSlots } from './bronze-views';
import { type LakeCatalog } from './open-lake';

/** A table or view in a list for people. */
export interface ListedTable {
  readonly name: string;
  readonly kind: 'table' | 'view';
  /** Null for a view, and if a file has no row count. */
  readonly rows: number | null;
  /** Null for a view of Silver or Gold. */
  readonly files: number | null;
  readonly version: number | null;
  readonly description: string;
}

/**
 * Lists the lake's views of Bronze, its tables and its views. Tables that no refresh has created are omitted. The files
 * of a view of Bronze are its slots, which are counted and not read.
 */
export async function listTables({
  tables,
  views,
  bronze,
  models,
  lakeDirectory,
}: LakeCatalog): Promise<ListedTable[]> {
  const listed: ListedTable[] = [];
  const slots = new Map<string, number>();
  for (const [name, { sources, description }] of bronze) {
    const key = sources.join();
    const files = slots.get(key) ?? findSlots(lakeDirectory, sources).length;
    slots.set(key, files);
    listed.push({ name, kind: 'view', rows: null, files, version: null, description });
  }
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

import { LakehouseError } from '../lakehouse-error';
import { checkWritable } from './check-commit';
import { type DeltaTable } from './delta-table';
import { tombstoneRetention } from './retention';

export interface VacuumOptions {
  readonly table: DeltaTable;
  /** Versions that were the newest within so many seconds stay readable, and files younger than that are left alone. */
  readonly retentionSeconds: number;
  /** Tells what would be deleted, and deletes nothing. @default false */
  readonly dryRun?: boolean;
}

/** A file that no reader needs. */
export interface VacuumedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Deletes data files that neither the table's newest version nor one of the retention time needs: removed ones, and
 * those of attempts that never committed. The log itself is kept whole.
 *
 * The retention has to be longer than any writer takes from its first upload to its commit. Time of a file is the
 * lake's, time of a removal the remover's, so clocks have to agree to within the retention.
 *
 * @returns what was deleted; empty where there is no table
 * @throws LakehouseError `option_invalid` for a retention that is longer than the log remembers removals; `unsupported`
 */
export async function vacuum({
  table,
  retentionSeconds,
  dryRun = false,
}: VacuumOptions): Promise<readonly VacuumedFile[]> {
  if (!(retentionSeconds >= 0))
    throw new LakehouseError('option_invalid', `retentionSeconds is ${retentionSeconds}`);
  const oldest = table.now() - retentionSeconds * 1000;
  // Listed before the log is read: a file that was committed in between is then known to be live.
  const old: VacuumedFile[] = [];
  for await (const { path, size, lastModified } of table.files.list())
    if (!isHidden(path) && lastModified.getTime() < oldest) old.push({ path, size });
  const state = await table.readState();
  if (state === undefined) return [];
  checkWritable(state);
  if (retentionSeconds * 1000 > tombstoneRetention(state.metaData))
    throw new LakehouseError(
      'option_invalid',
      `the log forgets removed files before ${retentionSeconds} seconds have passed, so they cannot be told from needed ones`,
    );
  const deleted = old.filter(({ path }) => {
    const removed = state.tombstones.get(path);
    return !state.live.has(path) && (removed === undefined || (removed.deletionTimestamp ?? 0) < oldest);
  });
  if (!dryRun) for (const { path } of deleted) await table.files.delete(path);
  return deleted;
}

/** PROTOCOL.md "Data Files": a name that begins with `_` is no data; a partition's directory may begin so. */
function isHidden(path: string): boolean {
  return path.split('/').some((segment) => /^[_.]/.test(segment) && !/^_[^=]*=/.test(segment));
}

import { LakehouseError } from '../lakehouse-error';
import { checkWritable } from './check-commit';
import { type DeltaTable } from './delta-table';
import { tombstoneRetention } from './retention';

export interface VacuumOptions {
  readonly table: DeltaTable;
  /** Versions that were the newest within this many seconds stay readable, and younger files are kept. */
  readonly retentionSeconds: number;
  /** Returns the files that would be deleted and deletes none. @default false */
  readonly dryRun?: boolean;
}

/** A file that no reader needs. */
export interface VacuumedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Deletes data files that neither the newest version nor a version within the retention needs: removed files,
 * and files of attempts that never committed. The log is kept completely.
 *
 * The retention must be longer than any writer takes from its first upload to its commit. A file's time is
 * the lake's, and a removal's time is the remover's, so clocks must agree to within the retention.
 *
 * @returns the deleted files; empty if there is no table
 * @throws LakehouseError `option_invalid` for a retention that is longer than the log keeps removals;
 * `unsupported`
 */
export async function vacuum({
  table,
  retentionSeconds,
  dryRun = false,
}: VacuumOptions): Promise<readonly VacuumedFile[]> {
  if (!(retentionSeconds >= 0))
    throw new LakehouseError('option_invalid', `retentionSeconds is ${retentionSeconds}`);
  const oldest = table.now() - retentionSeconds * 1000;
  // The files are listed before the log is read, so the log has every file that is committed between these steps.
  const old: VacuumedFile[] = [];
  for await (const { path, size, lastModified } of table.files.list())
    if (!isHidden(path) && lastModified.getTime() < oldest) old.push({ path, size });
  const state = await table.readState();
  if (state === undefined) return [];
  checkWritable(state);
  if (retentionSeconds * 1000 > tombstoneRetention(state.metaData))
    throw new LakehouseError(
      'option_invalid',
      `the log drops removed files before ${retentionSeconds} seconds have passed, so vacuum cannot distinguish them from needed ones`,
    );
  const deleted = old.filter(({ path }) => {
    const removed = state.tombstones.get(path);
    return !state.live.has(path) && (removed === undefined || (removed.deletionTimestamp ?? 0) < oldest);
  });
  if (!dryRun) for (const { path } of deleted) await table.files.delete(path);
  return deleted;
}

/**
 * PROTOCOL.md "Data Files": a name that begins with `_` is not data, but a partition's directory may begin
 * so.
 */
function isHidden(path: string): boolean {
  return path.split('/').some((segment) => /^[_.]/.test(segment) && !/^_[^=]*=/.test(segment));
}

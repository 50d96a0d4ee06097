import { rm } from 'node:fs/promises';
import { prune } from '../delta/prune';
import { type DataFile, type Snapshot } from '../delta/types';
import { vacuum } from '../delta/vacuum';
import { type Model } from '../model/model';
import { REFRESH_COLUMN, type RefreshRun } from '../run/refresh-run';
import { partitionColumns, tableColumns } from './table-columns';
import { tableRelation } from './table-relations';
import { writeFiles } from './write-files';

/** This many files of one size in one partition are combined. */
const FILES_PER_TIER = 8;
/**
 * Files up to this size are of the first tier; each further tier has files `FILES_PER_TIER` times as large.
 */
const FIRST_TIER_BYTES = 1024 * 1024;
/** Files of at least this size are not combined. */
const LARGE_BYTES = 256 * 1024 * 1024;
/** Versions between two searches for old files. */
const VERSIONS_PER_VACUUM = 16;
/** How long readers can use a version that is no longer the newest. */
const RETENTION_SECONDS = 3600;

/**
 * Bounds the number of a table's files for any number of refreshes. Small files are combined in a commit that
 * changes no data. Unneeded files are deleted an hour later.
 *
 * Files are combined by size, as in a log-structured merge tree, so that a row is rewritten once per tier.
 * The files of the newest refresh are left alone, because models that read changed rows read them next.
 */
export async function maintainTable(run: RefreshRun, model: Model): Promise<void> {
  const table = run.tableOf(model);
  const snapshot = await table.read();
  if (snapshot === undefined) return;
  const groups = findCompactable(snapshot, run.refresh);
  if (groups.length > 0) await compact(run, model, snapshot, groups.flat());
  const { version } = (await table.read()) ?? snapshot;
  const { versionsPerVacuum = VERSIONS_PER_VACUUM } = run;
  const vacuumsBefore = (count: number): number => Math.floor(count / versionsPerVacuum);
  if (vacuumsBefore(version) > vacuumsBefore(snapshot.version - 1))
    await vacuum({ table, retentionSeconds: RETENTION_SECONDS });
}

/** Files to combine, by partition, without the files that `refresh` wrote. */
export function findCompactable(snapshot: Snapshot, refresh: number): DataFile[][] {
  const newest = new Set(prune(snapshot, { column: REFRESH_COLUMN, min: refresh }));
  const partitions = new Map<string, DataFile[]>();
  for (const file of snapshot.files) {
    if (newest.has(file) || file.size >= LARGE_BYTES) continue;
    const partition = JSON.stringify(file.partition);
    partitions.set(partition, [...(partitions.get(partition) ?? []), file]);
  }
  return [...partitions.values()].flatMap((files) => {
    const tier = fullestTier(files);
    return tier === undefined ? [] : [files.filter(({ size }) => tierOf(size) <= tier)];
  });
}

/** The highest tier with enough files. Files of lower tiers count if they are enough themselves. */
function fullestTier(files: readonly DataFile[]): number | undefined {
  const counts: number[] = [];
  for (const { size } of files) counts[tierOf(size)] = (counts[tierOf(size)] ?? 0) + 1;
  let found: number | undefined;
  for (let tier = 0; tier < counts.length; tier++) if ((counts[tier] ?? 0) >= FILES_PER_TIER) found = tier;
  return found;
}

function tierOf(size: number): number {
  return Math.max(0, Math.ceil(Math.log(size / FIRST_TIER_BYTES) / Math.log(FILES_PER_TIER)));
}

/** A commit of another writer in between is not a fault: the files wait for the next refresh. */
async function compact(
  run: RefreshRun,
  model: Model,
  snapshot: Snapshot,
  files: readonly DataFile[],
): Promise<void> {
  const written = await writeFiles(run, model, tableRelation(run, model, snapshot, files));
  try {
    await run.tableOf(model).commit({
      readVersion: snapshot.version,
      operation: 'OPTIMIZE',
      columns: tableColumns(model),
      partitionColumns: partitionColumns(model),
      add: written.files,
      remove: files.map(({ path }) => path),
      dataChange: false,
    });
  } finally {
    await rm(written.directory, { recursive: true, force: true });
  }
}

import { rm } from 'node:fs/promises';
import { prune } from '../delta/prune';
import { type DataFile, type Snapshot } from '../delta/types';
import { vacuum } from '../delta/vacuum';
import { type Model } from '../model/model';
import { REFRESH_COLUMN, type RefreshRun } from '../run/refresh-run';
import { partitionColumns, tableColumns } from './table-columns';
import { tableRelation } from './table-relations';
import { writeFiles } from './write-files';

/** So many files of one size in one partition become one. */
const FILES_PER_TIER = 8;
/** Files up to this size are of the first tier; each further one takes files `FILES_PER_TIER` times as large. */
const FIRST_TIER_BYTES = 1024 * 1024;
/** Files from this size on stay as they are. */
const LARGE_BYTES = 256 * 1024 * 1024;
/** Old files are looked for each time so many versions have come. */
const VERSIONS_PER_VACUUM = 16;
/** How long a reader can go on with a version that is no longer the newest. */
const RETENTION_SECONDS = 3600;

/**
 * Keeps the number of a table's files bounded however many refreshes there are: small ones are written together, in a
 * commit that changes no data, and files that nobody needs any more are deleted an hour after.
 *
 * Files go together by size, as in a log-structured merge tree, so that a row is written again only once a tier. The
 * files of the newest refresh are left alone, because models that read what changed are about to.
 */
export async function maintainTable(run: RefreshRun, model: Model): Promise<void> {
  const table = run.tableOf(model);
  const snapshot = await table.read();
  if (snapshot === undefined) return;
  const groups = findCompactable(snapshot, run.refresh);
  if (groups.length > 0) await compact(run, model, snapshot, groups.flat());
  const { version } = (await table.read()) ?? snapshot;
  if (Math.floor(version / VERSIONS_PER_VACUUM) > Math.floor((snapshot.version - 1) / VERSIONS_PER_VACUUM))
    await vacuum({ table, retentionSeconds: RETENTION_SECONDS });
}

/** Files to write together, by partition. Those that `refresh` wrote are not among them. */
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

/** The highest tier that has enough files, those of lower tiers counted in once they are enough themselves. */
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

/** Somebody else's commit in between is no fault: the files wait for the next refresh. */
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

import { type Action, toAction } from './log-actions';
import { checkpointNames } from './log-names';
import { COMPRESSORS } from './read-parquet';
import { toParquetSource } from './parquet-source';
import { type TableBlobs } from './table-blobs';
import { goldUnreadable } from './table-schema';

/** The kinds of actions that a reader needs. `remove` is only needed to delete files. */
const KINDS = ['protocol', 'metaData', 'add', 'txn', 'sidecar', 'checkpointMetadata'];

/**
 * Reads the actions of a classic checkpoint of one or several files.
 *
 * @param parts undefined for a single file
 * @returns undefined if the checkpoint, or a part of it, does not exist
 * @throws SluiceError `gold_unreadable`, `lake_unavailable`
 */
export async function readCheckpoint(
  blobs: TableBlobs,
  table: string,
  version: number,
  parts: number | undefined,
): Promise<Action[] | undefined> {
  const actions: Action[] = [];
  for (const name of checkpointNames(version, parts)) {
    const path = `${table}/${name}`;
    const size = await blobs.size(path);
    if (size === undefined) return undefined;
    for (const row of await readRows(blobs, table, path, size)) actions.push(toAction(table, row, path));
  }
  return actions;
}

async function readRows(blobs: TableBlobs, table: string, path: string, size: number): Promise<unknown[]> {
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const file = toParquetSource(blobs, path, size);
  try {
    const metadata = await parquetMetadataAsync(file, { geoparquet: false });
    const present = new Set(metadata.row_groups.flatMap(({ columns }) => columns.map(topName)));
    const columns = KINDS.filter((kind) => present.has(kind));
    const rows = await parquetReadObjects({ file, metadata, columns, compressors: COMPRESSORS });
    return rows.map(toPlain);
  } catch (error) {
    throw goldUnreadable(table, `the checkpoint ${path} cannot be read as Parquet`, error);
  }
}

function topName({ meta_data }: { readonly meta_data?: { readonly path_in_schema: string[] } }): string {
  return meta_data?.path_in_schema[0] ?? '';
}

/** Converts 64-bit whole numbers, which are read as bigint, to numbers. In a log they are far below 2^53. */
function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toPlain(one)]));
}

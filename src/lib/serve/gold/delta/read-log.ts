import { z } from 'zod';
import { goldUnreadable } from './table-schema';
import { parseCommit } from './log-actions';
import { commitName, LAST_CHECKPOINT, LOG_FOLDER, toLogFile } from './log-names';
import { readCheckpoint } from './read-checkpoint';
import { type TableBlobs } from './table-blobs';
import { applyActions, type TableState } from './table-state';

const hint = z.object({ version: z.number().int(), parts: z.number().int().nullish() });

/**
 * The newest state of a table: the checkpoint that `_last_checkpoint` names, or the newest that a listing shows, then the
 * commits after it, one by one until there is no next.
 *
 * @param from a state read not long ago; only what came later is read. Logs keep their commits for days
 * @returns undefined where there is no table
 * @throws SluiceError `gold_unreadable`, `lake_unavailable`
 */
export async function readLog(
  blobs: TableBlobs,
  table: string,
  from?: TableState,
): Promise<TableState | undefined> {
  if (from !== undefined) return replay(blobs, table, from);
  const hinted = await readHint(blobs, table);
  const start = hinted === undefined ? undefined : await readState(blobs, table, hinted);
  return start === undefined ? readListed(blobs, table) : replay(blobs, table, start);
}

async function replay(
  blobs: TableBlobs,
  table: string,
  from: TableState | undefined,
): Promise<TableState | undefined> {
  let state = from;
  for (;;) {
    const version = state === undefined ? 0 : state.version + 1;
    const name = `${table}/${commitName(version)}`;
    const body = await blobs.read(name);
    if (body === undefined) return state;
    state = applyActions(table, state, parseCommit(table, body.toString('utf8'), name), version);
  }
}

/** Without a usable hint: the table is young, or the hint is older than its checkpoint lived. */
async function readListed(blobs: TableBlobs, table: string): Promise<TableState | undefined> {
  const files = (await blobs.list(`${table}/${LOG_FOLDER}`)).map(toLogFile);
  const checkpoints = files
    .filter((file) => file.kind === 'checkpoint')
    .sort((left, right) => right.version - left.version);
  for (const checkpoint of checkpoints) {
    const state = await readState(blobs, table, checkpoint);
    // A checkpoint in parts may lack some: its writer died.
    if (state !== undefined) return replay(blobs, table, state);
  }
  if (files.some(({ kind }) => kind === 'checkpoint-v2'))
    throw goldUnreadable(table, 'it needs the reader feature v2Checkpoint');
  const commits = files.filter((file) => file.kind === 'commit');
  if (commits.length === 0) return undefined;
  if (!commits.some(({ version }) => version === 0))
    throw goldUnreadable(table, 'its log has neither its beginning nor a whole checkpoint');
  return replay(blobs, table, undefined);
}

async function readState(
  blobs: TableBlobs,
  table: string,
  { version, parts }: { readonly version: number; readonly parts?: number | null | undefined },
): Promise<TableState | undefined> {
  const actions = await readCheckpoint(blobs, table, version, parts ?? undefined);
  return actions === undefined ? undefined : applyActions(table, undefined, actions, version);
}

/** PROTOCOL.md "Last Checkpoint File": a hint; one that cannot be understood is as good as none. */
async function readHint(blobs: TableBlobs, table: string): Promise<z.infer<typeof hint> | undefined> {
  const body = await blobs.read(`${table}/${LAST_CHECKPOINT}`);
  if (body === undefined) return undefined;
  try {
    return hint.parse(JSON.parse(body.toString('utf8')));
  } catch {
    // Not a fault: the listing finds the checkpoint.
    return undefined;
  }
}

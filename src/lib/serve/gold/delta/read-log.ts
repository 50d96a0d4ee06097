import { z } from 'zod';
import { goldUnreadable } from './table-schema';
import { parseCommit } from './log-actions';
import { commitName, LAST_CHECKPOINT, LOG_FOLDER, toLogFile } from './log-names';
import { readCheckpoint } from './read-checkpoint';
import { type TableBlobs } from './table-blobs';
import { applyActions, type TableState } from './table-state';

const hint = z.object({ version: z.number().int(), parts: z.number().int().nullish() });

/**
 * Reads the newest state of a table: the checkpoint that `_last_checkpoint` names, or else the newest of a
 * listing, and then every commit after it.
 *
 * @param from a recent state; only commits after it are read. Logs keep their commits for days
 * @returns undefined if there is no table
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

/** Reads the log by a listing, if there is no usable hint: the table is new, or the hint's checkpoint is deleted. */
async function readListed(blobs: TableBlobs, table: string): Promise<TableState | undefined> {
  const files = (await blobs.list(`${table}/${LOG_FOLDER}`)).map(toLogFile);
  const checkpoints = files
    .filter((file) => file.kind === 'checkpoint')
    .sort((left, right) => right.version - left.version);
  for (const checkpoint of checkpoints) {
    const state = await readState(blobs, table, checkpoint);
    // A checkpoint of several parts may be incomplete if its writer died.
    if (state !== undefined) return replay(blobs, table, state);
  }
  if (files.some(({ kind }) => kind === 'checkpoint-v2'))
    throw goldUnreadable(table, 'it needs the reader feature v2Checkpoint');
  const commits = files.filter((file) => file.kind === 'commit');
  if (commits.length === 0) return undefined;
  if (!commits.some(({ version }) => version === 0))
    throw goldUnreadable(table, 'its log has neither its first commit nor a complete checkpoint');
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

/** Reads the hint of PROTOCOL.md "Last Checkpoint File". An invalid hint is ignored. */
async function readHint(blobs: TableBlobs, table: string): Promise<z.infer<typeof hint> | undefined> {
  const body = await blobs.read(`${table}/${LAST_CHECKPOINT}`);
  if (body === undefined) return undefined;
  try {
    return hint.parse(JSON.parse(body.toString('utf8')));
  } catch {
    // The listing finds the checkpoint.
    return undefined;
  }
}

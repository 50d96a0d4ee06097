import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';
import { parseActions } from './actions';
import {
  LAST_CHECKPOINT,
  LOG_DIRECTORY,
  checkpointName,
  commitName,
  fromCheckpointName,
  fromCommitName,
} from './log-names';
import { readCheckpoint } from './read-checkpoint';
import { type TableFiles } from './table-files';
import { TableState } from './table-state';

/**
 * Reads a table's state from its log: the newest usable checkpoint, then the commits after it.
 *
 * @param options.from a state read earlier; only later commits are read
 * @param options.version @default the newest
 * @returns undefined if there is no table, or no such version of it
 * @throws LakehouseError `unsupported`, `corrupt`
 */
export async function readLog(
  files: TableFiles,
  { from, version }: { from?: TableState | undefined; version?: number | undefined } = {},
): Promise<TableState | undefined> {
  if (version !== undefined && !(Number.isSafeInteger(version) && version >= 0))
    throw new LakehouseError('option_invalid', `a version is a whole number from 0 on, not ${version}`);
  const usable = from !== undefined && (version === undefined || from.version <= version) ? from : undefined;
  const state =
    (await replay(files, usable ?? (await readHinted(files, version)), version)) ??
    (await replay(files, await readFound(files, version), version));
  return version === undefined || state?.version === version ? state : undefined;
}

/** Applies the commits after `state` one by one, until there is no next one. */
async function replay(
  files: TableFiles,
  state: TableState | undefined,
  last = Infinity,
): Promise<TableState | undefined> {
  for (let next = state === undefined ? 0 : state.version + 1; next <= last; next += 1) {
    const name = commitName(next);
    const body = await files.read(name);
    if (body === undefined) break;
    const actions = parseActions(body.toString('utf8'), `${files.name}/${name}`);
    state = TableState.after(state, actions, { version: next });
  }
  return state;
}

/** The state of the checkpoint that `_last_checkpoint` names (PROTOCOL.md "Last Checkpoint File"), or of an older one. */
async function readHinted(files: TableFiles, version = Infinity): Promise<TableState | undefined> {
  const hint = fromHint(await files.read(LAST_CHECKPOINT));
  if (hint === undefined) return undefined;
  if (hint > version || !(await files.exists(checkpointName(hint)))) return readFound(files, version);
  return readState(files, hint);
}

/**
 * The state of the newest checkpoint in a listing.
 *
 * @throws LakehouseError `corrupt` if the log exists without its beginning
 */
async function readFound(files: TableFiles, version = Infinity): Promise<TableState | undefined> {
  let newest: number | undefined;
  let oldestCommit = Infinity;
  for await (const { path } of files.list(LOG_DIRECTORY)) {
    const checkpoint = fromCheckpointName(path);
    if (checkpoint !== undefined && checkpoint <= version) newest = Math.max(checkpoint, newest ?? 0);
    oldestCommit = Math.min(oldestCommit, fromCommitName(path) ?? Infinity);
  }
  if (newest !== undefined) return readState(files, newest);
  if (oldestCommit > 0 && oldestCommit <= version && oldestCommit !== Infinity)
    throw new LakehouseError('corrupt', `the log of ${files.name} has no commit 0 and no classic checkpoint`);
  return undefined;
}

async function readState(files: TableFiles, version: number): Promise<TableState> {
  const actions = await readCheckpoint(files.localPath(checkpointName(version)));
  return TableState.after(undefined, actions, { version, checkpointVersion: version });
}

/** The file is only a hint: an unreadable one counts as missing. */
function fromHint(body: Buffer | undefined): number | undefined {
  if (body === undefined) return undefined;
  const parsed = z.object({ version: z.number().int() }).safeParse(parseOrUndefined(body.toString('utf8')));
  return parsed.data?.version;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

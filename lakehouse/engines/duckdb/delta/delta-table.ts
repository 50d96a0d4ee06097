import { randomUUID } from 'node:crypto';
import { type LakeFiles } from '../lake/lake-files';
import { type Action, formatActions, parseActions } from './actions';
import { checkCommit } from './check-commit';
import { commitName } from './log-names';
import { readLog } from './read-log';
import { TableFiles } from './table-files';
import { TableState } from './table-state';
import { toActions } from './to-actions';
import { type Commit, type CommitOutcome, type DataFile, type Snapshot } from './types';
import { uploadFiles } from './upload-files';
import { writeCheckpoint } from './write-checkpoint';

/** Commits between two checkpoints, as in Delta's own writers. */
const COMMITS_PER_CHECKPOINT = 10;

export interface DeltaTableOptions {
  readonly lake: LakeFiles;
  readonly container: string;
  /** The table's directory below the container. */
  readonly path: string;
  /** Returns the time of a commit. @default the system's clock */
  readonly clock?: () => Date;
}

/**
 * A Delta Lake table in the lake: reader version 1, writer version 2 of the open protocol
 * (https://github.com/delta-io/delta/blob/master/PROTOCOL.md).
 *
 * Caches the newest state, so that reading again costs only the commits since. Any number of processes may
 * write to one directory: the conditional create of the commit file decides which writer wins.
 */
export class DeltaTable {
  /** The table's directory, for maintenance. */
  readonly files: TableFiles;
  readonly #clock: () => Date;
  #newest: TableState | undefined;

  constructor({ lake, container, path, clock = () => new Date() }: DeltaTableOptions) {
    this.files = new TableFiles(lake, container, path);
    this.#clock = clock;
  }

  /**
   * The table at its newest version, or at the given one.
   *
   * @returns undefined if there is no table, or no such version
   * @throws LakehouseError `unsupported` for a table that requires more than this reader supports; `corrupt`
   */
  async read(version?: number): Promise<Snapshot | undefined> {
    const state = version === undefined ? await this.readState() : await this.#readAt(version);
    return state?.snapshot;
  }

  /**
   * Uploads the new files and commits them in one version, or not at all.
   *
   * An error means that the outcome is unknown. A commit with a `transaction` can then be repeated safely.
   *
   * @throws LakehouseError `unsupported`, `option_invalid`: see `checkCommit`
   */
  async commit(commit: Commit): Promise<CommitOutcome> {
    const state = await this.readState();
    const before = outcomeWithoutWriting(state, commit);
    if (before !== undefined) return before;
    checkCommit(state, commit);
    const uploaded = await uploadFiles(this.files, commit.add, commit.partitionColumns);
    const txnId = randomUUID();
    const actions = toActions({ state, commit, uploaded, txnId, now: this.now() });
    const version = state === undefined ? 0 : state.version + 1;
    if (!(await this.#create(version, actions, txnId)))
      return outcomeWithoutWriting(await this.readState(), commit) ?? { outcome: 'conflict' };
    this.#newest = TableState.after(state, actions, { version });
    return this.#checkpointIfDue(this.#newest);
  }

  /** Path of a data file on this machine. */
  localPath(file: Pick<DataFile, 'path'>): string {
    return this.files.localPath(file.path);
  }

  /** The table's clock, in milliseconds since 1970. */
  now(): number {
    return this.#clock().getTime();
  }

  /** The newest state with everything in the log, for maintenance; see `read`. */
  async readState(): Promise<TableState | undefined> {
    this.#newest = await readLog(this.files, { from: this.#newest });
    return this.#newest;
  }

  async #readAt(version: number): Promise<TableState | undefined> {
    return readLog(this.files, { from: this.#newest, version });
  }

  /** Whether the table's `version` is this commit. */
  async #create(version: number, actions: readonly Action[], txnId: string): Promise<boolean> {
    const name = commitName(version);
    const created = await this.files.createNew(name, Buffer.from(formatActions(actions)));
    if (created === 'created') return true;
    // The reply to our own request may have been lost, so that the client sent the request twice.
    const body = await this.files.read(name);
    const found = parseActions(body?.toString('utf8') ?? '', `${this.files.name}/${name}`);
    return found.some(({ commitInfo }) => commitInfo?.txnId === txnId);
  }

  async #checkpointIfDue(state: TableState): Promise<CommitOutcome> {
    const committed = { outcome: 'committed', version: state.version } as const;
    if (state.version - state.checkpointVersion < COMMITS_PER_CHECKPOINT) return committed;
    try {
      await writeCheckpoint(this.files, state, this.now());
      this.#newest = TableState.after(state, [], {
        version: state.version,
        checkpointVersion: state.version,
      });
      return committed;
    } catch (checkpointFailure) {
      // The commit succeeded; an error would suggest that it may not have.
      return { ...committed, checkpointFailure };
    }
  }
}

/** The outcome of a commit that is already in the table or that conflicts; undefined if it can be written. */
function outcomeWithoutWriting(
  state: TableState | undefined,
  { readVersion, transaction }: Commit,
): CommitOutcome | undefined {
  if (state !== undefined && transaction !== undefined) {
    const recorded = state.transactions.get(transaction.appId);
    if (recorded !== undefined && recorded.version >= transaction.version)
      return { outcome: 'already', version: state.version };
  }
  return state?.version === readVersion ? undefined : { outcome: 'conflict' };
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, StandInError } from '../../kit';
import { type RunRecord } from './run-record';

/** How many tokens of forgotten runs are still known. */
const TOKENS_KEPT = 10_000;

/**
 * Runs on disk: `runs/<run id>/run.json`, replaced as a whole at every change, with the logs of its tasks beside it.
 * Written synchronously: what a client has been told is on disk.
 */
export class RunStore {
  readonly #directory: string;
  /** Tokens of runs that were removed, oldest first. */
  #removedTokens: string[];

  private constructor(directory: string, removedTokens: string[]) {
    this.#directory = directory;
    this.#removedTokens = removedTokens;
  }

  /** @throws StandInError `corrupt` when a record cannot be read */
  static open(dataDirectory: string): { readonly store: RunStore; readonly runs: readonly RunRecord[] } {
    const directory = join(dataDirectory, 'runs');
    mkdirSync(directory, { recursive: true });
    const tokensFile = join(directory, 'removed-tokens.json');
    const tokens = existsSync(tokensFile) ? (readJson(tokensFile) as string[]) : [];
    const runs = readdirSync(directory, { withFileTypes: true })
      // A run without its record was being made or being removed when the service was killed.
      .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, 'run.json')))
      .map((entry) => readRun(join(directory, entry.name, 'run.json')))
      .sort((a, b) => a.sequence - b.sequence);
    return { store: new RunStore(directory, tokens), runs };
  }

  save(run: RunRecord): void {
    const directory = join(this.#directory, String(run.runId));
    mkdirSync(directory, { recursive: true });
    replaceFile(join(directory, 'run.json'), JSON.stringify(run), { fsync: true });
  }

  /** Forgets a run; its token stays taken. */
  remove(run: RunRecord): void {
    if (run.idempotencyToken !== undefined) {
      this.#removedTokens = [...this.#removedTokens, run.idempotencyToken].slice(-TOKENS_KEPT);
      replaceFile(join(this.#directory, 'removed-tokens.json'), JSON.stringify(this.#removedTokens), {
        fsync: true,
      });
    }
    const directory = join(this.#directory, String(run.runId));
    // First the record: without it the folder is nothing.
    rmSync(join(directory, 'run.json'), { force: true });
    rmSync(directory, { recursive: true, force: true });
  }

  isRemovedToken(token: string): boolean {
    return this.#removedTokens.includes(token);
  }

  logPath(runId: number, taskRunId: number): string {
    return join(this.#directory, String(runId), `${taskRunId}.log`);
  }
}

function readRun(path: string): RunRecord {
  const run = readJson(path) as RunRecord;
  // A record of another shape is from another version of this service; the field is a literal type only when it is ours.
  if ((run.version as number) !== 1)
    throw new StandInError('corrupt', `${path} was written by another version: remove the data directory`);
  return run;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StandInError('corrupt', `${path} cannot be read`, error);
  }
}

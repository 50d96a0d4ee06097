import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, StandInError } from '../../kit';
import { type RunRecord } from './run-record';

/** How many tokens of removed runs are kept. */
const TOKENS_KEPT = 10_000;

/**
 * Runs on disk: `runs/<run id>/run.json`, replaced completely at every change, and the logs of its tasks.
 * Writes are synchronous, so that confirmed changes are on disk.
 */
export class RunStore {
  readonly #directory: string;
  /** Tokens of removed runs, oldest first. */
  #removedTokens: string[];

  private constructor(directory: string, removedTokens: string[]) {
    this.#directory = directory;
    this.#removedTokens = removedTokens;
  }

  /** @throws StandInError `corrupt` if a record cannot be read */
  static open(dataDirectory: string): { readonly store: RunStore; readonly runs: readonly RunRecord[] } {
    const directory = join(dataDirectory, 'runs');
    mkdirSync(directory, { recursive: true });
    const tokensFile = join(directory, 'removed-tokens.json');
    const tokens = existsSync(tokensFile) ? (readJson(tokensFile) as string[]) : [];
    const runs = readdirSync(directory, { withFileTypes: true })
      // A run without its record was being created or removed when the service was killed.
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

  /** Removes a run; its token remains in use. */
  remove(run: RunRecord): void {
    if (run.idempotencyToken !== undefined) {
      this.#removedTokens = [...this.#removedTokens, run.idempotencyToken].slice(-TOKENS_KEPT);
      replaceFile(join(this.#directory, 'removed-tokens.json'), JSON.stringify(this.#removedTokens), {
        fsync: true,
      });
    }
    const directory = join(this.#directory, String(run.runId));
    // Deletes the record first: without it the folder is ignored.
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
  // A record of another format is from another version of this service. The field's literal type is only
  // valid for this version.
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

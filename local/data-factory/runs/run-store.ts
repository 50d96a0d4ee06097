import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, StandInError } from '../../kit';
import { type ActivityRunRecord, isTerminal, type RunRecord, type StoredRun } from './run-record';

/** How long Azure keeps runs (https://learn.microsoft.com/azure/data-factory/monitor-data-factory). */
const RETENTION_DAYS = 45;

/** Message of a run that was in progress when the service ended. */
export const INTERRUPTED = 'The local data factory ended while the run was in progress.';

export interface RunStoreOptions {
  readonly directory: string;
  readonly now: () => Date;
  /** Whether a change survives a power cut; a killed process never loses one. */
  readonly fsync: boolean;
}

/**
 * The runs of a factory, in memory and as one JSON file each. A change is on disk when the call returns.
 * Files are replaced by renaming, so that after a kill they have the old or the new state.
 */
export class RunStore {
  readonly #directory: string;
  readonly #now: () => Date;
  readonly #fsync: boolean;
  readonly #runs = new Map<string, StoredRun>();

  private constructor({ directory, now, fsync }: RunStoreOptions) {
    this.#directory = directory;
    this.#now = now;
    this.#fsync = fsync;
  }

  /**
   * Reads stored runs. A run that was in progress has failed, because no process executes it any more. Runs
   * are removed when their last change is older than Azure's retention.
   *
   * @throws StandInError `corrupt` with the name of the file that cannot be read
   */
  static open({ directory, now, fsync }: RunStoreOptions): RunStore {
    mkdirSync(directory, { recursive: true });
    const store = new RunStore({ directory, now, fsync });
    const oldest = now().getTime() - RETENTION_DAYS * 86_400_000;
    for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
      const stored = readRun(join(directory, name));
      if (Date.parse(stored.run.lastUpdated) < oldest) rmSync(join(directory, name));
      else store.#runs.set(stored.run.runId, stored);
    }
    for (const { run } of store.#runs.values()) if (!isTerminal(run.status)) store.#interrupt(run.runId);
    return store;
  }

  all(): readonly StoredRun[] {
    return [...this.#runs.values()];
  }

  find(runId: string): StoredRun | undefined {
    return this.#runs.get(runId);
  }

  get(runId: string): StoredRun {
    const stored = this.#runs.get(runId);
    if (stored === undefined) throw new StandInError('corrupt', `the run ${runId} does not exist`);
    return stored;
  }

  add(stored: StoredRun): void {
    this.#write(stored);
  }

  /** Changes a run and sets `lastUpdated` to now. */
  updateRun(runId: string, change: Partial<RunRecord>): void {
    const stored = this.get(runId);
    this.#write({ ...stored, run: { ...stored.run, ...change, lastUpdated: this.#now().toISOString() } });
  }

  /** Adds an activity run, or replaces the one with the same id. */
  putActivity(activity: ActivityRunRecord): void {
    const stored = this.get(activity.pipelineRunId);
    const others = stored.activities.filter(({ activityRunId }) => activityRunId !== activity.activityRunId);
    this.#write({
      ...stored,
      run: { ...stored.run, lastUpdated: this.#now().toISOString() },
      activities: [...others, activity],
    });
  }

  /** Ends a run, with its duration from the start until now. */
  endRun(runId: string, status: 'Succeeded' | 'Failed' | 'Cancelled', message: string): void {
    const { runStart } = this.get(runId).run;
    const end = this.#now();
    this.updateRun(runId, {
      status,
      message,
      runEnd: end.toISOString(),
      durationInMs: end.getTime() - Date.parse(runStart),
    });
  }

  #interrupt(runId: string): void {
    const end = this.#now();
    for (const activity of this.get(runId).activities) {
      if (activity.status !== 'InProgress') continue;
      this.putActivity({
        ...activity,
        status: 'Failed',
        activityRunEnd: end.toISOString(),
        durationInMs: end.getTime() - Date.parse(activity.activityRunStart),
        error: {
          ...activity.error,
          errorCode: 'Interrupted',
          failureType: 'SystemError',
          message: INTERRUPTED,
        },
      });
    }
    this.endRun(runId, 'Failed', INTERRUPTED);
  }

  #write(stored: StoredRun): void {
    const file = join(this.#directory, `${stored.run.runId}.json`);
    replaceFile(file, JSON.stringify(stored), { fsync: this.#fsync });
    this.#runs.set(stored.run.runId, stored);
  }
}

function readRun(file: string): StoredRun {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as StoredRun;
  } catch (error) {
    throw new StandInError('corrupt', `${file} cannot be read`, error);
  }
}

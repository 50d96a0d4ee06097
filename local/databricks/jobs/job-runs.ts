import { randomInt } from 'node:crypto';
import { type JobDefinition, type TaskDefinition } from '../bundle/job-definition';
import { isJsonObject, type JsonObject } from '../../kit';
import { canceled, misconfigured, tooManyRuns } from './ending';
import { type JobsClock } from './jobs-clock';
import { Places } from './places';
import { endAsLost, endUnstarted } from './run-ending';
import { RunExecution } from './run-execution';
import { type AttemptRecord, type RunRecord, type TaskRecord } from './run-record';
import { type RunStore } from './run-store';
import { type Secrets, type TaskInvocation, toInvocation } from './task-invocation';
import { TaskLog } from './task-log';
import { startTaskProcess, type StartTaskOptions, type TaskCommand, type TaskProcess } from './task-process';

export interface JobRunsOptions {
  readonly jobs: readonly JobDefinition[];
  readonly store: RunStore;
  /** Stored runs, oldest first. */
  readonly runs: readonly RunRecord[];
  readonly toCommand: (invocation: TaskInvocation) => TaskCommand;
  /** @default startTaskProcess: a process for each task */
  readonly startTask?: ((options: StartTaskOptions) => TaskProcess) | undefined;
  readonly secrets: Secrets;
  readonly clock: JobsClock;
  /** Limit of concurrent tasks over all runs. */
  readonly maximumParallelTasks: number;
  /** How many ended runs are kept. */
  readonly keepRuns: number;
}

export interface RunNow {
  readonly job: JobDefinition;
  readonly idempotencyToken?: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The tasks that run, in the job's order. */
  readonly tasks: readonly TaskDefinition[];
  readonly queueEnabled: boolean;
  /** Set by a fault. */
  readonly neverEnds: boolean;
}

export type RunNowResult =
  | { readonly kind: 'started' | 'known'; readonly runId: number }
  /** The token belongs to a run that was removed. */
  | { readonly kind: 'removed' };

export type FoundRun =
  | { readonly kind: 'run'; readonly run: RunRecord }
  | {
      readonly kind: 'task';
      readonly run: RunRecord;
      readonly task: TaskRecord;
      readonly attempt: AttemptRecord;
    };

/** All stored runs. Starts, queues and ends runs, and removes the oldest. */
export class JobRuns {
  readonly #options: JobRunsOptions;
  readonly #runs: Map<number, RunRecord>;
  readonly #executions = new Map<number, RunExecution>();
  readonly #places: Places;
  #lastSequence: number;

  constructor(options: JobRunsOptions) {
    this.#options = options;
    this.#runs = new Map(options.runs.map((run) => [run.runId, run]));
    this.#places = new Places(options.maximumParallelTasks);
    this.#lastSequence = options.runs.at(-1)?.sequence ?? 0;
    for (const run of options.runs) {
      if (run.ending !== undefined) continue;
      const jobIsThere = options.jobs.some(({ jobId }) => jobId === run.jobId);
      if (run.phase !== 'QUEUED') endAsLost(run, options.clock.now());
      else if (!jobIsThere) endUnstarted(run, misconfigured('The job was deleted.'), options.clock.now());
      options.store.save(run);
    }
    for (const { jobId } of options.jobs) this.#startQueued(jobId);
  }

  get jobs(): readonly JobDefinition[] {
    return this.#options.jobs;
  }

  /** Newest first. */
  list(): readonly RunRecord[] {
    return [...this.#runs.values()].sort((a, b) => b.sequence - a.sequence);
  }

  /** Finds a run by its id or by that of a task's attempt. */
  find(runId: number): FoundRun | undefined {
    const run = this.#runs.get(runId);
    if (run !== undefined) return { kind: 'run', run };
    for (const candidate of this.#runs.values())
      for (const task of candidate.tasks) {
        const attempt = task.attempts.find((one) => one.runId === runId);
        if (attempt !== undefined) return { kind: 'task', run: candidate, task, attempt };
      }
    return undefined;
  }

  /** A second call with the same token never starts a run, at any time and after any end of the first. */
  runNow(request: RunNow): RunNowResult {
    const { idempotencyToken } = request;
    if (idempotencyToken !== undefined) {
      for (const run of this.#runs.values())
        if (run.idempotencyToken === idempotencyToken) return { kind: 'known', runId: run.runId };
      if (this.#options.store.isRemovedToken(idempotencyToken)) return { kind: 'removed' };
    }
    const run = this.#make(request);
    if (this.#activeRuns(run.jobId) >= request.job.maxConcurrentRuns && !request.queueEnabled) {
      endUnstarted(run, tooManyRuns(request.job.maxConcurrentRuns), this.#options.clock.now());
    }
    this.#runs.set(run.runId, run);
    this.#options.store.save(run);
    this.#startQueued(run.jobId);
    this.#forgetOldest();
    return { kind: 'started', runId: run.runId };
  }

  /** Cancels a run or an attempt of a task; an ended one is unchanged. */
  cancel(found: FoundRun): void {
    const { run } = found;
    if (run.ending !== undefined) return;
    const execution = this.#executions.get(run.runId);
    if (found.kind === 'task') execution?.cancelTask(found.attempt);
    else if (execution !== undefined) execution.cancel();
    else {
      endUnstarted(run, canceled(), this.#options.clock.now());
      this.#options.store.save(run);
    }
  }

  /** File with the output of a task's attempt. */
  logPath(run: RunRecord, attempt: AttemptRecord): string {
    return this.#options.store.logPath(run.runId, attempt.runId);
  }

  /** Ends the programs of running tasks; their runs are failed at the next start. */
  async close(): Promise<void> {
    await Promise.all([...this.#executions.values()].map((execution) => execution.suspend()));
  }

  #make({ job, idempotencyToken, parameters, tasks, neverEnds }: RunNow): RunRecord {
    const now = this.#options.clock.now().getTime();
    this.#lastSequence += 1;
    const names = new Set([...job.parameters.map(({ name }) => name), ...Object.keys(parameters)]);
    const clusters = job.settings['job_clusters'];
    return {
      version: 1,
      runId: this.#newRunId(),
      sequence: this.#lastSequence,
      jobId: job.jobId,
      runName: job.name,
      jobClusters: Array.isArray(clusters) ? (clusters as JsonObject[]).filter(isJsonObject) : [],
      ...(idempotencyToken !== undefined && { idempotencyToken }),
      parameters: [...names].map((name) => {
        const declared = job.parameters.find((parameter) => parameter.name === name);
        return {
          name,
          ...(declared !== undefined && { default: declared.default }),
          value: parameters[name] ?? declared?.default ?? '',
        };
      }),
      timeoutSeconds: job.timeoutSeconds,
      phase: 'QUEUED',
      startTime: now,
      executionStartTime: 0,
      endTime: 0,
      neverEnds,
      tasks: tasks.map((definition) => ({
        definition,
        attempts: [
          {
            runId: this.#newRunId(),
            attemptNumber: 0,
            phase: 'BLOCKED',
            startTime: 0,
            endTime: 0,
          },
        ],
      })),
    };
  }

  #activeRuns(jobId: number): number {
    return [...this.#runs.values()].filter(
      (run) => run.jobId === jobId && run.ending === undefined && run.phase !== 'QUEUED',
    ).length;
  }

  #startQueued(jobId: number): void {
    const job = this.#options.jobs.find((candidate) => candidate.jobId === jobId);
    for (const run of [...this.#runs.values()].sort((a, b) => a.sequence - b.sequence)) {
      if (run.jobId !== jobId || run.ending !== undefined || run.phase !== 'QUEUED') continue;
      if (this.#activeRuns(jobId) >= (job?.maxConcurrentRuns ?? 0)) return;
      this.#execute(run);
    }
  }

  #execute(run: RunRecord): void {
    const { clock, secrets, store, toCommand, startTask = startTaskProcess } = this.#options;
    const execution = new RunExecution({
      run,
      clock,
      places: this.#places,
      newRunId: () => this.#newRunId(),
      save: () => {
        store.save(run);
      },
      invoke: ({ definition }, attempt) => toInvocation({ definition, attempt, run }, secrets),
      start: (invocation, attempt) => {
        const command = toCommand(invocation);
        const log = new TaskLog(store.logPath(run.runId, attempt.runId));
        const process = startTask({ command, log, clock });
        void process.ended.then(() => {
          log.close();
        });
        return process;
      },
      onEnd: () => {
        this.#executions.delete(run.runId);
        this.#startQueued(run.jobId);
        this.#forgetOldest();
      },
    });
    this.#executions.set(run.runId, execution);
    execution.start();
  }

  #forgetOldest(): void {
    const ended = this.list().filter((run) => run.ending !== undefined);
    for (const run of ended.slice(this.#options.keepRuns)) {
      this.#runs.delete(run.runId);
      this.#options.store.remove(run);
    }
  }

  /** Returns a number like an id of the service, which JSON represents exactly. */
  #newRunId(): number {
    for (;;) {
      const id = randomInt(1, 2 ** 48 - 1);
      if (this.find(id) === undefined) return id;
    }
  }
}

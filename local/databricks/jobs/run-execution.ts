import { StandInError } from '../../kit';
import { canceled, type Ending, failed, misconfigured, skipped, succeeded, timedOut } from './ending';
import { type JobsClock } from './jobs-clock';
import { type Places, type Release } from './places';
import { decideRun } from './run-if';
import { runEnding } from './run-ending';
import { type AttemptRecord, lastAttempt, type RunRecord, type TaskRecord } from './run-record';
import { type TaskInvocation } from './task-invocation';
import { type TaskProcess, type TaskProcessEnd } from './task-process';

export interface RunExecutionOptions {
  readonly run: RunRecord;
  /** Stores the current record durably. */
  readonly save: () => void;
  /** @throws StandInError if the task cannot be set up */
  readonly invoke: (task: TaskRecord, attempt: AttemptRecord) => TaskInvocation;
  readonly start: (invocation: TaskInvocation, attempt: AttemptRecord) => TaskProcess;
  readonly places: Places;
  readonly clock: JobsClock;
  readonly newRunId: () => number;
  readonly onEnd: () => void;
}

/** State of an attempt that is not in its record. */
interface Activity {
  /** Cancels the current wait. */
  callOff: () => void;
  process?: TaskProcess;
  /** How the attempt ends once its program has ended. */
  stoppedWith?: Ending;
}

/** Executes one run from its first task to its end. The record is stored at every change of state. */
export class RunExecution {
  readonly #options: RunExecutionOptions;
  readonly #activities = new Map<AttemptRecord, Activity>();
  #callOffTimeout: () => void = () => undefined;
  #suspended = false;

  constructor(options: RunExecutionOptions) {
    this.#options = options;
  }

  start(): void {
    const { run, clock } = this.#options;
    run.phase = 'RUNNING';
    run.executionStartTime = clock.now().getTime();
    if (run.timeoutSeconds > 0)
      this.#callOffTimeout = clock.after(run.timeoutSeconds * 1000, () => {
        this.#stopAll(timedOut(run.timeoutSeconds));
      });
    this.#advance();
  }

  /** Ends all tasks that have not ended, and so the run. */
  cancel(): void {
    this.#stopAll(canceled());
  }

  /** Ends one task; tasks that depend on it follow their conditions. */
  cancelTask(attempt: AttemptRecord): void {
    if (attempt.ending !== undefined) return;
    this.#stop(attempt, canceled());
    this.#advance();
  }

  /** Kills the programs without changing the record, as if this process had been killed. */
  async suspend(): Promise<void> {
    this.#suspended = true;
    this.#callOffTimeout();
    const processes = [...this.#activities.values()].flatMap(({ callOff, process }) => {
      callOff();
      return process === undefined ? [] : [process];
    });
    for (const process of processes) process.kill();
    await Promise.all(processes.map((process) => process.ended));
  }

  #stopAll(ending: Ending): void {
    const { run } = this.#options;
    if (run.stoppedWith !== undefined) return;
    run.phase = 'TERMINATING';
    run.stoppedWith = ending;
    for (const task of run.tasks) {
      const attempt = lastAttempt(task);
      // A task of a run that timed out is cancelled; it did not time out itself.
      if (attempt.ending === undefined) this.#stop(attempt, { ...ending, resultState: 'CANCELED' });
    }
    this.#advance();
  }

  #stop(attempt: AttemptRecord, ending: Ending): void {
    const activity = this.#activities.get(attempt);
    if (activity?.stoppedWith !== undefined) return;
    activity?.callOff();
    if (attempt.phase !== 'RUNNING' || activity === undefined) {
      this.#end(attempt, ending);
      return;
    }
    attempt.phase = 'TERMINATING';
    activity.stoppedWith = ending;
    if (activity.process === undefined) this.#end(attempt, ending);
    else activity.process.kill();
  }

  /** Starts and skips tasks, and ends the run if none is left. */
  #advance(): void {
    if (this.#suspended) return;
    const { run } = this.#options;
    let changed = true;
    while (changed) {
      changed = false;
      for (const task of run.tasks) {
        const attempt = lastAttempt(task);
        if (attempt.phase !== 'BLOCKED' || attempt.ending !== undefined) continue;
        const dependencies = this.#resultsOf(task);
        if (dependencies === undefined) continue;
        changed = true;
        const decision = decideRun(task.definition.runIf, dependencies);
        if (decision.kind === 'skip') this.#end(attempt, skipped(decision.resultState));
        else if (task.definition.disabled) this.#end(attempt, skipped('DISABLED'));
        else this.#queue(task, attempt);
      }
    }
    if (run.tasks.every((task) => lastAttempt(task).ending !== undefined)) this.#finish();
    else this.#options.save();
  }

  /** `undefined` while a task that it depends on is running. Tasks that the run excludes are ignored. */
  #resultsOf(task: TaskRecord): readonly Ending['resultState'][] | undefined {
    const endings = this.#options.run.tasks
      .filter(({ definition }) => task.definition.dependsOn.includes(definition.taskKey))
      .map((dependency) => lastAttempt(dependency).ending);
    return endings.every((ending) => ending !== undefined)
      ? endings.map(({ resultState }) => resultState)
      : undefined;
  }

  #queue(task: TaskRecord, attempt: AttemptRecord): void {
    attempt.phase = 'PENDING';
    const callOff = this.#options.places.request((release) => {
      this.#run(task, attempt, release);
    });
    this.#activities.set(attempt, { callOff });
  }

  #run(task: TaskRecord, attempt: AttemptRecord, release: Release): void {
    const { run, clock, invoke, start } = this.#options;
    attempt.phase = 'RUNNING';
    attempt.startTime = clock.now().getTime();
    const { timeoutSeconds } = task.definition;
    const callOffTimeout =
      timeoutSeconds === 0
        ? () => undefined
        : clock.after(timeoutSeconds * 1000, () => {
            this.#stop(attempt, timedOut(timeoutSeconds));
            this.#advance();
          });
    const activity: Activity = { callOff: callOffTimeout };
    this.#activities.set(attempt, activity);
    if (run.neverEnds) {
      release();
      this.#options.save();
      return;
    }
    try {
      const invocation = invoke(task, attempt);
      attempt.parameters = invocation.parameters;
      this.#options.save();
      activity.process = start(invocation, attempt);
    } catch (error) {
      // A mistake in the bundle or the options fails the task; other errors are bugs of this service.
      release();
      if (!(error instanceof StandInError)) throw error;
      this.#endOrRetry(task, attempt, misconfigured(error.message));
      return;
    }
    void activity.process.ended.then((end) => {
      release();
      if (!this.#suspended) this.#onProcessEnd(task, attempt, end);
    });
  }

  #onProcessEnd(task: TaskRecord, attempt: AttemptRecord, end: TaskProcessEnd): void {
    const activity = this.#activities.get(attempt);
    activity?.callOff();
    if (end.kind === 'failed') attempt.error = { message: end.message, trace: end.trace };
    const ending = activity?.stoppedWith ?? (end.kind === 'succeeded' ? succeeded() : failed());
    this.#endOrRetry(task, attempt, ending);
  }

  #endOrRetry(task: TaskRecord, attempt: AttemptRecord, ending: Ending): void {
    const { maxRetries, retryOnTimeout, minRetryIntervalMilliseconds } = task.definition;
    this.#end(attempt, ending);
    const { resultState } = ending;
    const isRetried =
      (resultState === 'FAILED' || (resultState === 'TIMEDOUT' && retryOnTimeout)) &&
      (maxRetries === -1 || attempt.attemptNumber < maxRetries) &&
      this.#options.run.phase === 'RUNNING';
    if (isRetried) {
      const { clock, newRunId } = this.#options;
      const now = clock.now().getTime();
      const next: AttemptRecord = {
        runId: newRunId(),
        attemptNumber: attempt.attemptNumber + 1,
        phase: 'WAITING_FOR_RETRY',
        startTime: 0,
        endTime: 0,
      };
      task.attempts.push(next);
      const wait = Math.max(0, attempt.startTime + minRetryIntervalMilliseconds - now);
      const callOff = clock.after(wait, () => {
        this.#queue(task, next);
        this.#options.save();
      });
      this.#activities.set(next, { callOff });
    }
    this.#advance();
  }

  #end(attempt: AttemptRecord, ending: Ending): void {
    attempt.ending = ending;
    attempt.endTime = this.#options.clock.now().getTime();
    this.#activities.delete(attempt);
  }

  #finish(): void {
    const { run, clock, save, onEnd } = this.#options;
    this.#callOffTimeout();
    run.ending = runEnding(run);
    run.endTime = clock.now().getTime();
    save();
    onEnd();
  }
}

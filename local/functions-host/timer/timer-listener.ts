import { type FunctionDefinition } from '../app/function-definition';
import { executeWithRetry } from '../host/execute-with-retry';
import { type HostClock } from '../host/host-clock';
import { type HostLog } from '../host/host-log';
import { type WorkerSupervisor } from '../host/worker-supervisor';
import { type ScheduleMonitor, type ScheduleStatus } from './schedule-monitor';
import { type TimerSchedule } from './timer-schedule';

/** Timers that run more often than this have no status. */
const MIN_MONITORED_INTERVAL_MILLISECONDS = 60_000;

export interface TimerListenerOptions {
  readonly definition: FunctionDefinition;
  readonly schedule: TimerSchedule;
  readonly monitor: ScheduleMonitor;
  readonly supervisor: WorkerSupervisor;
  readonly clock: HostClock;
  readonly log: HostLog;
}

/**
 * A function with a timer trigger. Its runs never overlap: the next one is scheduled when the last has ended,
 * and runs immediately if its time has passed. Source: Azure/azure-webjobs-sdk-extensions, TimerListener.
 */
export class TimerListener {
  readonly #options: TimerListenerOptions;
  readonly #stopping = new AbortController();
  #status: ScheduleStatus | undefined;
  #isMonitored = false;
  #cancel: () => void = () => undefined;
  #running: Promise<void> | undefined;

  constructor(options: TimerListenerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { definition, clock, monitor } = this.#options;
    const now = clock.now();
    this.#isMonitored =
      definition.trigger['useMonitor'] !== false &&
      this.#intervalFrom(now) >= MIN_MONITORED_INTERVAL_MILLISECONDS;
    const stored = this.#isMonitored ? await monitor.read(definition.name) : undefined;
    const isPastDue = await this.#adoptStatus(stored, now);
    if (isPastDue || definition.trigger['runOnStartup'] === true) this.#fire(isPastDue);
    else this.#plan();
  }

  /** Runs the function now, outside its schedule; waits for a run in progress first. */
  runByHand(): void {
    const earlier = this.#running ?? Promise.resolve();
    const run = earlier.then(() => this.#execute(false));
    this.#running = run;
    void run.then(() => {
      if (this.#running === run) this.#running = undefined;
    });
  }

  /** Schedules no more runs and waits for a run in progress. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel();
    await this.#running;
  }

  #intervalFrom(time: Date): number {
    const first = this.#options.schedule.next(time);
    const second = first && this.#options.schedule.next(first);
    return first && second ? second.getTime() - first.getTime() : Number.POSITIVE_INFINITY;
  }

  /** @returns whether an occurrence was missed while no host ran */
  async #adoptStatus(stored: ScheduleStatus | undefined, now: Date): Promise<boolean> {
    const { schedule } = this.#options;
    if (stored !== undefined) {
      // Computed again, because the schedule may have changed since.
      const next = schedule.next(stored.lastUpdated);
      this.#status = next && { ...stored, next };
      return next !== undefined && next < now;
    }
    const next = schedule.next(now);
    this.#status = next && { last: undefined, next, lastUpdated: now };
    await this.#save();
    return false;
  }

  async #save(): Promise<void> {
    if (this.#isMonitored && this.#status)
      await this.#options.monitor.write(this.#options.definition.name, this.#status);
  }

  #plan(): void {
    if (this.#status === undefined || this.#stopping.signal.aborted) return;
    this.#cancel = this.#options.clock.at(this.#status.next, () => {
      this.#fire(false);
    });
  }

  #fire(isPastDue: boolean): void {
    const run = (this.#running ?? Promise.resolve()).then(() => this.#runScheduled(isPastDue));
    this.#running = run;
    void run.then(() => {
      if (this.#running === run) this.#running = undefined;
      this.#plan();
    });
  }

  async #runScheduled(isPastDue: boolean): Promise<void> {
    const firedAt = this.#options.clock.now();
    await this.#execute(isPastDue);
    // A run that the host interrupted is not recorded, so it is past due at the next start.
    if (this.#stopping.signal.aborted) return;
    const next = this.#options.schedule.next(firedAt);
    this.#status = next && { last: firedAt, next, lastUpdated: firedAt };
    await this.#save();
  }

  async #execute(isPastDue: boolean): Promise<void> {
    const { definition, supervisor, clock, log } = this.#options;
    const input = {
      name: definition.triggerName,
      data: { json: JSON.stringify(this.#toTimerInfo(isPastDue)) },
    };
    const { signal } = this.#stopping;
    await executeWithRetry({
      functionName: definition.name,
      policy: definition.retryPolicy,
      clock,
      signal,
      attempt: (retryContext) =>
        supervisor.invokeWhenUp(
          {
            functionName: definition.name,
            inputData: [input, ...definition.clientInputs],
            triggerMetadata: {},
            segments: [],
            ...(retryContext === undefined ? {} : { retryContext }),
          },
          signal,
        ),
      onFailure: (error, wait) => {
        const retry = wait === undefined ? '' : ` It is retried in ${wait} ms.`;
        log.write('error', `Function.${definition.name}`, `${error.stackTrace ?? error.message}${retry}`);
      },
    });
  }

  /**
   * Creates the function's input; the library turns the names to camel case. There is no status before the
   * first run, and times have .NET's format. Daylight saving affects only expressions, because a time span is
   * independent of the time of day. Source: Azure/azure-webjobs-sdk-extensions, TimerInfo, ScheduleStatus,
   * TimerSchedule.
   */
  #toTimerInfo(isPastDue: boolean): unknown {
    const { last, next, lastUpdated } = (this.#isMonitored ? this.#status : undefined) ?? {};
    return {
      Schedule: { AdjustForDST: this.#options.schedule.adjustsForDaylightSaving },
      ScheduleStatus:
        last === undefined || next === undefined || lastUpdated === undefined
          ? null
          : { Last: toDotNetTime(last), Next: toDotNetTime(next), LastUpdated: toDotNetTime(lastUpdated) },
      IsPastDue: isPastDue,
    };
  }
}

/** ISO 8601 with the offset of UTC and without trailing zeros, such as `2026-03-01T10:05:00+00:00`. */
function toDotNetTime(time: Date): string {
  return `${time
    .toISOString()
    .slice(0, -1)
    .replace(/\.?0+$/, '')}+00:00`;
}

import { type HostClock } from '../host/host-clock';
import { type DurableFaults, VISIBILITY_MILLISECONDS } from './durable-faults';
import { EVENT_TYPE, type ReceivedEvent } from './history-event';
import { type CallTask, type TimerTask } from './log-record';

export interface InstanceTimersOptions {
  readonly clock: HostClock;
  readonly faults: DurableFaults;
}

/** The timers of one instance, by task id. They are not stored: the log has the data to start them again. */
export class InstanceTimers {
  readonly #options: InstanceTimersOptions;
  readonly #cancels = new Map<number, () => void>();

  constructor(options: InstanceTimersOptions) {
    this.#options = options;
  }

  /** @param orchestrator name of the orchestrator, for faults */
  start(
    { id, fireAt, retryOf }: TimerTask,
    orchestrator: string,
    fire: (event: ReceivedEvent) => void,
  ): void {
    const { clock, faults } = this.#options;
    const delay = faults.takeDelay(orchestrator, retryOf !== undefined);
    this.#at(id, Date.parse(fireAt) + delay, () => {
      const now = clock.now().toISOString();
      // A slow clock makes no timer early; only a fault does.
      const Timestamp = delay < 0 || now > fireAt ? now : fireAt;
      fire({ EventType: EVENT_TYPE.timerFired, EventId: -1, TimerId: id, FireAt: fireAt, Timestamp });
    });
  }

  /** Restarts an activity that was running when the host ended: immediately, or later because of a fault. */
  redeliver(task: CallTask, begin: () => void): void {
    const { clock, faults } = this.#options;
    if (!faults.take('late-work-items', task.name)) begin();
    else this.#at(task.id, clock.now().getTime() + VISIBILITY_MILLISECONDS, begin);
  }

  cancel(id: number | undefined): void {
    if (id === undefined) return;
    this.#cancels.get(id)?.();
    this.#cancels.delete(id);
  }

  cancelAll(): void {
    for (const id of [...this.#cancels.keys()]) this.cancel(id);
  }

  #at(id: number, time: number, run: () => void): void {
    const cancel = this.#options.clock.at(new Date(time), () => {
      this.#cancels.delete(id);
      run();
    });
    this.#cancels.set(id, cancel);
  }
}

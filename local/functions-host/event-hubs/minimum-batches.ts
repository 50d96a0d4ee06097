import { type HostClock } from '../host/host-clock';
import { Semaphore } from '../host/semaphore';
import { type ReceivedEvent } from './received-event';

export interface MinimumBatchesOptions {
  /** Above 1; with 1 no events are held back. */
  readonly minimum: number;
  readonly maximum: number;
  readonly maxWaitMilliseconds: number;
  /** Time of the checkpoint at which reading started; undefined without a checkpoint. */
  readonly checkpointedAt: Date | undefined;
  readonly clock: HostClock;
  /** Passes a batch to the function; resolves after its checkpoint. Never rejects. */
  readonly dispatch: (events: readonly ReceivedEvent[]) => Promise<void>;
  /** Whether the held-back events are lost now; see `lose-kept-back-events`. */
  readonly isLosing: () => boolean;
  /** Called with the lost events. */
  readonly onLost: (events: readonly ReceivedEvent[]) => void;
}

interface Timer {
  /** The timer has elapsed and waits for the running batch. */
  hasElapsed: boolean;
  cancel: () => void;
}

/**
 * Forms batches of at least `minEventBatchSize` events, or of the available events after `maxWaitTime`, with
 * the logic of Microsoft's extension (PartitionProcessor of EventHubListener, Azure/azure-sdk-for-net).
 *
 * - Too few events for a batch are held back and start a timer. When it ends, it passes them on.
 * - A full batch ends the timer, also one that elapsed while the batch was running. Remaining events start a
 *   new one.
 * - Before the first call the wait starts at the time of the checkpoint; without a checkpoint there is no
 *   wait.
 *
 * The extension does not fully end a timer that has elapsed. Its task may get the lock although it is
 * cancelled, take the remaining events, and fail because of its disposed token. The fault
 * `lose-kept-back-events` is this case.
 */
export class MinimumBatches {
  readonly #options: MinimumBatchesOptions;
  readonly #kept: KeptEvents;
  /** Only one batch runs at a time. */
  readonly #guard = new Semaphore(1);
  #timer: Timer | undefined;
  #clearings = 0;
  #isFirstCall = true;
  #isStopped = false;

  constructor(options: MinimumBatchesOptions) {
    this.#options = options;
    this.#kept = new KeptEvents(options);
  }

  /** Resolves when the batch of these events is complete; immediately if they formed none. */
  receive(events: readonly ReceivedEvent[]): Promise<void> {
    const clearings = this.#clearings;
    return this.#guard.run(async () => {
      // They are read again, after events that were passed on before them.
      if (clearings !== this.#clearings) return;
      const batch = this.#kept.takeBatchWith(events);
      if (batch.length > 0) {
        await this.#dispatch(batch);
        const timer = this.#timer;
        this.#endTimer();
        if (timer?.hasElapsed === true) this.#loseKept();
      }
      if (this.#timer === undefined && this.#kept.count > 0 && !this.#isStopped) this.#startTimer();
    });
  }

  /** Drops the events that are held back or waiting; they are read again. */
  clear(): void {
    this.#clearings++;
    this.#kept.clear();
  }

  /** Starts no more batches, and waits for the running one. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#endTimer();
    await this.#guard.run(() => Promise.resolve());
  }

  #startTimer(): void {
    const { clock } = this.#options;
    const timer: Timer = { hasElapsed: false, cancel: () => undefined };
    timer.cancel = clock.at(new Date(clock.now().getTime() + this.#waitMilliseconds()), () => {
      timer.hasElapsed = true;
      void this.#guard.run(() => this.#dispatchKept(timer));
    });
    this.#timer = timer;
  }

  #endTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #dispatchKept(timer: Timer): Promise<void> {
    if (this.#timer !== timer) return;
    const batch = this.#kept.takePartialBatch();
    if (batch.length > 0) await this.#dispatch(batch);
    this.#timer = undefined;
  }

  #loseKept(): void {
    const { isLosing, onLost } = this.#options;
    if (this.#kept.count > 0 && isLosing()) onLost(this.#kept.takePartialBatch());
  }

  async #dispatch(batch: readonly ReceivedEvent[]): Promise<void> {
    await this.#options.dispatch(batch);
    this.#isFirstCall = false;
  }

  #waitMilliseconds(): number {
    const { clock, maxWaitMilliseconds, checkpointedAt } = this.#options;
    if (!this.#isFirstCall) return maxWaitMilliseconds;
    if (checkpointedAt === undefined) return 0;
    const waited = clock.now().getTime() - checkpointedAt.getTime();
    return Math.max(0, maxWaitMilliseconds - waited);
  }
}

/**
 * Events that are held back because they are too few for a batch, in order. Source:
 * PartitionProcessorEventsManager of Azure/azure-sdk-for-net.
 */
class KeptEvents {
  readonly #minimum: number;
  readonly #maximum: number;
  #events: ReceivedEvent[] = [];

  constructor({ minimum, maximum }: { minimum: number; maximum: number }) {
    this.#minimum = minimum;
    this.#maximum = maximum;
  }

  get count(): number {
    return this.#events.length;
  }

  /** Adds events and takes a batch if there are enough; events beyond a full batch remain. */
  takeBatchWith(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
    this.#events.push(...events);
    return this.#events.length < this.#minimum ? [] : this.#events.splice(0, this.#maximum);
  }

  /** Takes up to a full batch, however few events there are. */
  takePartialBatch(): readonly ReceivedEvent[] {
    return this.#events.splice(0, this.#maximum);
  }

  clear(): void {
    this.#events = [];
  }
}

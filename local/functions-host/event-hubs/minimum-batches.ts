import { type HostClock } from '../host/host-clock';
import { Semaphore } from '../host/semaphore';
import { type ReceivedEvent } from './received-event';

export interface MinimumBatchesOptions {
  /** More than 1: with 1 nothing is kept back. */
  readonly minimum: number;
  readonly maximum: number;
  readonly maxWaitMilliseconds: number;
  /** When the checkpoint that reading began at was written; undefined without one. */
  readonly checkpointedAt: Date | undefined;
  readonly clock: HostClock;
  /** Hands a batch to the function; resolves after its checkpoint. Never rejects. */
  readonly dispatch: (events: readonly ReceivedEvent[]) => Promise<void>;
  /** Whether the events kept back are lost at this moment; see `lose-kept-back-events`. */
  readonly isLosing: () => boolean;
  /** Told of events that nobody gets. */
  readonly onLost: (events: readonly ReceivedEvent[]) => void;
}

interface Timer {
  /** Its time has passed; it waits for the batch that is out. */
  hasElapsed: boolean;
  cancel: () => void;
}

/**
 * Batches of at least `minEventBatchSize` events, or what there is after `maxWaitTime`: the logic of Microsoft's
 * extension (PartitionProcessor of EventHubListener, Azure/azure-sdk-for-net).
 *
 * - Events too few for a batch are kept back, and a timer runs for them. The timer hands out what is kept when it ends.
 * - A full batch ends the timer, also one that has elapsed while the batch was out. What is left over gets a new one.
 * - Before the first call the wait is counted from the checkpoint, and is nothing without a checkpoint.
 *
 * The extension does not quite end a timer that has elapsed: its task may get the lock although it is cancelled, take
 * the events left over, and die by its disposed token. That is the fault `lose-kept-back-events`.
 */
export class MinimumBatches {
  readonly #options: MinimumBatchesOptions;
  readonly #kept: KeptEvents;
  /** One batch at a time, of the timer or not. */
  readonly #guard = new Semaphore(1);
  #timer: Timer | undefined;
  #clearings = 0;
  #isFirstCall = true;
  #isStopped = false;

  constructor(options: MinimumBatchesOptions) {
    this.#options = options;
    this.#kept = new KeptEvents(options);
  }

  /** Resolves when the batch that these events made is done with; at once where they made none. */
  receive(events: readonly ReceivedEvent[]): Promise<void> {
    const clearings = this.#clearings;
    return this.#guard.run(async () => {
      // They are read again, after others that were handed out before them.
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

  /** Forgets what is kept back and what waits to be taken: it is read again. */
  clear(): void {
    this.#clearings++;
    this.#kept.clear();
  }

  /** Hands out no more, and waits for the batch that is out. */
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
 * Events that were received and kept back because they were too few for a batch, in order. Source:
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

  /** Adds events, and takes a batch where there are enough for one then; what is beyond a full batch stays. */
  takeBatchWith(events: readonly ReceivedEvent[]): readonly ReceivedEvent[] {
    this.#events.push(...events);
    return this.#events.length < this.#minimum ? [] : this.#events.splice(0, this.#maximum);
  }

  /** As many as a batch holds, however few there are. */
  takePartialBatch(): readonly ReceivedEvent[] {
    return this.#events.splice(0, this.#maximum);
  }

  clear(): void {
    this.#events = [];
  }
}

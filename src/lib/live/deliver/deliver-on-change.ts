import { type Clock } from '../../platform/clock';
import { type DeliveryLease } from './delivery-lease';
import { type ChangedPartition } from './partition-watch';
import { type SinkOutcome } from './sink-runner';
import { type WindowDeliverer } from './window-deliverer';

/** Receives what rounds in the background have to report. An invocation's context is one. */
export interface DeliveryLog {
  debug(text: string): void;
  error(text: string, error: unknown): void;
}

/** A change of windows in this process. */
export interface WindowChange extends ChangedPartition {
  /** Gets the outcomes of earlier rounds: a round has no invocation of its own. */
  readonly log: DeliveryLog;
}

export interface DeliverOnChangeOptions {
  readonly deliverer: Pick<WindowDeliverer, 'deliver' | 'nextRoundIn' | 'forget' | 'note'>;
  readonly lease: Pick<DeliveryLease, 'hold' | 'release'>;
  readonly clock: Clock;
  /** Calls `run` after so many milliseconds. Returns a function that cancels it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  /** Least time between the starts of two rounds. @default 250 */
  readonly pauseMilliseconds?: number;
}

/** How long this process keeps the lease without changes. */
const IDLE_MILLISECONDS = 2000;
/** How long until another attempt, while another process delivers or the table is unavailable. */
const RETRY_MILLISECONDS = 2000;
/** Attempts since the newest change: longer than a lease. After that the timer delivers. */
const MAX_ATTEMPTS = 9;
/** Errors that wait for an invocation to log them. */
const MAX_ERRORS = 20;

/**
 * Delivers windows soon after a change, in the background: one round at a time, and another one if changes came
 * meanwhile. It never delays or fails the call that made the change. The timer is the backstop for everything that a
 * round leaves undelivered.
 */
export class DeliverOnChange {
  readonly #options: Required<DeliverOnChangeOptions>;
  #changed = new Map<string, ChangedPartition>();
  /** Since the last report: rows by sink, and errors with what failed. */
  readonly #rows = new Map<string, number>();
  #errors: (readonly [what: string, error: unknown])[] = [];
  #state: 'idle' | 'scheduled' | 'running' | 'closed' = 'idle';
  #cancel: () => void = () => undefined;
  #startedAt = -Infinity;
  #notBefore = -Infinity;
  #attempts = 0;
  #round: Promise<void> = Promise.resolve();

  constructor(options: DeliverOnChangeOptions) {
    this.#options = { pauseMilliseconds: 250, ...options };
  }

  /** Starts a round, now or as soon as the last one and the limits of the sinks allow it. Never throws. */
  changed({ source, partition, log }: WindowChange): void {
    this.report(log);
    this.#changed.set(`${source}|${partition}`, { source, partition });
    this.#attempts = 0;
    if (this.#state === 'idle' || this.#state === 'scheduled') this.#schedule();
  }

  /** Writes the outcomes of rounds since the last call to a log. */
  report(log: DeliveryLog): void {
    for (const [what, error] of this.#errors) log.error(what, error);
    for (const [sink, rows] of this.#rows) log.debug(toDeliveredText(sink, rows));
    this.#errors = [];
    this.#rows.clear();
  }

  /** Waits for the running round and starts no other. Reports that no invocation took are lost. */
  async close(): Promise<void> {
    this.#cancel();
    this.#state = 'closed';
    await this.#round;
  }

  /** Schedules the next round; a sooner time replaces the one of before. */
  #schedule(): void {
    this.#cancel();
    this.#state = 'scheduled';
    this.#cancel = this.#options.after(this.#untilNextRound(), () => {
      this.#state = 'running';
      this.#round = this.#round.then(() => this.#run());
    });
  }

  async #run(): Promise<void> {
    const { after, clock, deliverer } = this.#options;
    this.#startedAt = clock.now().getTime();
    const ran = await this.#attempt();
    // `close` may have been called meanwhile.
    if ((this.#state as string) === 'closed') return;
    this.#state = 'idle';
    this.#notBefore = ran ? -Infinity : clock.now().getTime() + RETRY_MILLISECONDS;
    if (!ran && this.#attempts >= MAX_ATTEMPTS) this.#changed.clear();
    else if (!ran || deliverer.nextRoundIn(this.#changed.size > 0) !== undefined) this.#schedule();
    else
      this.#cancel = after(IDLE_MILLISECONDS, () => {
        this.#round = this.#round.then(() => this.#end());
      });
  }

  /** @returns whether a round ran */
  async #attempt(): Promise<boolean> {
    const { deliverer, lease } = this.#options;
    this.#attempts += 1;
    const changed = this.#changed;
    try {
      const held = await lease.hold();
      if (held === 'elsewhere') return false;
      if (held === 'taken') deliverer.forget();
      this.#changed = new Map();
      for (const outcome of await deliverer.deliver([...changed.values()])) this.#keep(outcome);
      return true;
    } catch (error) {
      this.#keepError('delivery after a change:', error);
      this.#changed = new Map([...changed, ...this.#changed]);
      return false;
    }
  }

  /** Gives the lease back, so that a process with changes can take it at once. */
  async #end(): Promise<void> {
    const { deliverer, lease } = this.#options;
    try {
      await deliverer.note();
      await lease.release();
    } catch (error) {
      this.#keepError('delivery after a change:', error);
    }
  }

  #untilNextRound(): number {
    const { clock, deliverer, pauseMilliseconds } = this.#options;
    const now = clock.now().getTime();
    const ofSinks = deliverer.nextRoundIn(this.#changed.size > 0) ?? 0;
    return Math.max(0, this.#startedAt + pauseMilliseconds - now, this.#notBefore - now, ofSinks);
  }

  #keep(outcome: SinkOutcome): void {
    const { sink } = outcome;
    if (outcome.outcome === 'failed') this.#keepError(toFailedText(sink), outcome.error);
    else if (outcome.rows > 0) this.#rows.set(sink, (this.#rows.get(sink) ?? 0) + outcome.rows);
  }

  #keepError(what: string, error: unknown): void {
    this.#errors = [...this.#errors, [what, error] as const].slice(-MAX_ERRORS);
  }
}

/** Writes the outcome of one delivery to one sink to a log. */
export function logOutcome(outcome: SinkOutcome, log: DeliveryLog): void {
  if (outcome.outcome === 'failed') log.error(toFailedText(outcome.sink), outcome.error);
  else if (outcome.rows > 0) log.debug(toDeliveredText(outcome.sink, outcome.rows));
}

function toFailedText(sink: string): string {
  return `sink ${sink}:`;
}

function toDeliveredText(sink: string, rows: number): string {
  return `sink ${sink}: ${rows} windows delivered`;
}

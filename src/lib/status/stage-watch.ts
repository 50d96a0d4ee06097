import { type Clock } from '../platform/clock';

/**
 * What a stage answered. `slow`: it has not answered in time, or once with an error. It is asked again, and its last value
 * is used if that is new enough. `down`: two answers in a row were errors, or there was none for a long time.
 */
export type StageAnswer<T> =
  | { readonly state: 'up'; readonly value: T }
  | { readonly state: 'slow'; readonly value: T | undefined; readonly error: unknown }
  | { readonly state: 'down'; readonly value: undefined; readonly error: unknown };

export interface StageWatchOptions {
  readonly clock: Clock;
  /** How long a reading waits for the answer. */
  readonly timeoutMilliseconds: number;
}

/** Errors in a row after which a stage is down. */
const DOWN_AFTER_ERRORS = 2;
/** A stage without an answer for so long is down, as with a connection that is lost without an error. */
export const DOWN_AFTER_MILLISECONDS = 15_000;
/** A value that is older says too little about now. */
const KEEP_MILLISECONDS = 60_000;

/**
 * Reads one stage again and again, and tells slow from down: a single late or failed answer is no alarm. Readings that get
 * the same promise count as one.
 */
export class StageWatch<T> {
  readonly #read: () => Promise<T>;
  readonly #options: StageWatchOptions;
  #attempt: Promise<T> | undefined;
  #errors = 0;
  #silentSince: number | undefined;
  #last: { readonly value: T; readonly at: number } | undefined;

  constructor(read: () => Promise<T>, options: StageWatchOptions) {
    this.#read = read;
    this.#options = options;
  }

  /** Never throws. */
  async answer(): Promise<StageAnswer<T>> {
    const { timeoutMilliseconds } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          reject(new Error(`no answer within ${timeoutMilliseconds} ms`));
        }, timeoutMilliseconds);
      });
      return { state: 'up', value: await Promise.race([this.#ask(), late]) };
    } catch (error) {
      return this.#isDown() ? { state: 'down', value: undefined, error } : this.#toSlow(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Asks the stage, or joins the attempt that others share. */
  #ask(): Promise<T> {
    const attempt = this.#start();
    if (attempt !== this.#attempt) {
      this.#attempt = attempt;
      this.#silentSince ??= this.#now();
      attempt.then(
        (value) => {
          this.#errors = 0;
          this.#silentSince = undefined;
          this.#last = { value, at: this.#now() };
        },
        () => {
          this.#errors += 1;
        },
      );
    }
    return attempt;
  }

  #start(): Promise<T> {
    try {
      return this.#read();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #isDown(): boolean {
    const silence = this.#silentSince === undefined ? 0 : this.#now() - this.#silentSince;
    return this.#errors >= DOWN_AFTER_ERRORS || silence >= DOWN_AFTER_MILLISECONDS;
  }

  #toSlow(error: unknown): StageAnswer<T> {
    const last = this.#last;
    const isNew = last !== undefined && this.#now() - last.at <= KEEP_MILLISECONDS;
    return { state: 'slow', value: isNew ? last.value : undefined, error };
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

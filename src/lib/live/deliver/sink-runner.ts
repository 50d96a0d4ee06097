import { type Clock } from '../../platform/clock';
import { isSluiceError } from '../../platform/errors';
import { type WindowRow, type WindowSink } from '../ports';
import { type SinkStatus } from '../sink-status';

/** The result of one delivery to one sink. */
export type SinkOutcome =
  | { readonly sink: string; readonly outcome: 'taken'; readonly rows: number }
  | { readonly sink: string; readonly outcome: 'failed'; readonly error: unknown };

/** Seconds to wait after a permanent fault, and at most after a transient one. */
const PERMANENT_SECONDS = 300;
const MAX_RETRY_SECONDS = 60;
/** A sink is down if it has not answered for so many seconds. */
const SILENT_SECONDS = 60;
/** How long until a busy sink is asked again. */
const BUSY_MILLISECONDS = 1000;
/** Rows whose newest delivery is kept in memory. */
const MAX_KNOWN = 20_000;

/** Runs one sink: tracks what it has taken, whether it is busy, and when to retry after a fault. */
export class SinkRunner {
  readonly name: string;
  readonly #sink: WindowSink;
  readonly #clock: Clock;
  /** By partition: the sink has all changes up to this version. */
  readonly #taken = new Map<string, number>();
  /** By row: the events of the newest delivery. */
  readonly #known = new Map<string, number>();
  #startedAt: number | undefined;
  #retryAt = 0;
  #failures = 0;
  #state: SinkStatus['state'] = 'idle';
  #lastDeliveredAt: string | null = null;
  #message: string | null = null;

  constructor(sink: WindowSink, clock: Clock) {
    this.name = sink.name;
    this.#sink = sink;
    this.#clock = clock;
  }

  /** Whether the sink is idle, and no wait after a fault or for its limits is left. */
  get isReady(): boolean {
    return this.readyIn === 0;
  }

  /** Milliseconds until the sink is ready, or is asked again if it is busy. */
  get readyIn(): number {
    return this.#startedAt === undefined ? Math.max(0, this.#retryAt - this.#now()) : BUSY_MILLISECONDS;
  }

  /** @param delivered the version that every sink has according to the table; another process may have written it */
  takenOf(partition: string, delivered: number): number {
    return Math.max(this.#taken.get(partition) ?? 0, delivered);
  }

  /**
   * Writes rows to the sink. An error of the sink is returned as an outcome, not thrown.
   *
   * @param prepare reads the rows and the versions that the sink has after it took them; its errors are
   *   thrown
   * @param isAfterChange leaves out rows that the sink already took from this process
   */
  async run(
    prepare: () => Promise<{
      readonly rows: readonly WindowRow[];
      /** By partition. */
      readonly versions: ReadonlyMap<string, number>;
    }>,
    isAfterChange: boolean,
  ): Promise<SinkOutcome> {
    this.#startedAt = this.#now();
    try {
      const { rows, versions } = await prepare();
      const outcome = await this.#write(isAfterChange ? rows.filter((row) => this.#isNew(row)) : rows);
      if (outcome.outcome === 'taken') {
        for (const [partition, version] of versions) this.#taken.set(partition, version);
      }
      return outcome;
    } finally {
      this.#startedAt = undefined;
    }
  }

  status(): SinkStatus {
    const { name } = this;
    const silentSeconds =
      this.#startedAt === undefined ? 0 : Math.floor((this.#now() - this.#startedAt) / 1000);
    if (silentSeconds >= SILENT_SECONDS) {
      const message = `has not answered for ${silentSeconds} seconds`;
      return { name, state: 'down', lastDeliveredAt: this.#lastDeliveredAt, message };
    }
    return { name, state: this.#state, lastDeliveredAt: this.#lastDeliveredAt, message: this.#message };
  }

  close(): Promise<void> {
    return this.#sink.close();
  }

  async #write(rows: readonly WindowRow[]): Promise<SinkOutcome> {
    const sink = this.name;
    if (rows.length === 0) return { sink, outcome: 'taken', rows: 0 };
    try {
      await this.#sink.write(rows);
    } catch (error) {
      this.#failures += 1;
      this.#retryAt = this.#now() + 1000 * secondsUntilRetry(error, this.#failures);
      this.#state = 'down';
      this.#message = error instanceof Error ? error.message : String(error);
      return { sink, outcome: 'failed', error };
    }
    for (const row of rows) this.#remember(row);
    this.#retryAt = this.#now() + (this.#sink.restMilliseconds?.(rows) ?? 0);
    this.#failures = 0;
    this.#state = 'up';
    this.#lastDeliveredAt = this.#clock.now().toISOString();
    this.#message = null;
    return { sink, outcome: 'taken', rows: rows.length };
  }

  /** A window changes only with its number of events. */
  #isNew(row: WindowRow): boolean {
    return (this.#known.get(rowKeyOf(row)) ?? -1) < row.events;
  }

  #remember(row: WindowRow): void {
    const key = rowKeyOf(row);
    this.#known.delete(key);
    this.#known.set(key, row.events);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(oldest);
    }
  }

  #now(): number {
    return this.#clock.now().getTime();
  }
}

/** Names one window of one group. */
export function rowKeyOf({ view, windowStart, keys }: WindowRow): string {
  return JSON.stringify([view, windowStart, Object.values(keys)]);
}

/**
 * Waits as long as the sink requests, otherwise longer after each failure. A permanent fault needs a person,
 * so it waits longest.
 */
function secondsUntilRetry(error: unknown, failures: number): number {
  if (!isSluiceError(error) || error.kind !== 'transient') return PERMANENT_SECONDS;
  const asked = error.data['retryAfterSeconds'];
  if (typeof asked === 'number' && asked >= 0) return asked;
  return Math.min(MAX_RETRY_SECONDS, 2 ** (failures - 1));
}

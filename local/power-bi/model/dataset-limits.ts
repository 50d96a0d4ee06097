import { tooMany } from '../refusals';

/**
 * Limits of one dataset (https://learn.microsoft.com/power-bi/developer/embedded/push-datasets-limitations),
 * over sliding time spans. Refused requests do not count.
 */
const MINUTE_REQUESTS = 120;
const HOUR_ROWS = 1_000_000;
/** From this many rows in a table, the limit of requests an hour applies. */
const LARGE_TABLE_ROWS = 250_000;
const LARGE_TABLE_HOUR_REQUESTS = 120;
const PENDING_REQUESTS = 5;

const MINUTE = 60_000;
const HOUR = 3_600_000;

interface Taken {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly rows: number;
}

/** Requests of a dataset in the last hour, and pending ones. They are lost when the service ends. */
export class DatasetLimits {
  #taken: readonly Taken[] = [];
  #pending = 0;

  /**
   * Registers a request that begins to arrive. @returns a function to call at its end. @throws Refusal 429
   */
  begin(): () => void {
    if (this.#pending >= PENDING_REQUESTS)
      throw tooMany(`${PENDING_REQUESTS} requests of this dataset are already pending`, 1);
    this.#pending += 1;
    return () => {
      this.#pending -= 1;
    };
  }

  /** Counts rows. @throws Refusal 429 */
  take(rows: number, { now, tableRows }: { readonly now: Date; readonly tableRows: number }): void {
    const at = now.getTime();
    this.#taken = this.#taken.filter((taken) => taken.at > at - HOUR);
    const lastMinute = this.#taken.filter((taken) => taken.at > at - MINUTE);
    requireRoom(
      lastMinute.length + 1 <= MINUTE_REQUESTS,
      lastMinute,
      MINUTE,
      at,
      `${MINUTE_REQUESTS} requests a minute`,
    );
    if (tableRows >= LARGE_TABLE_ROWS) {
      const room = this.#taken.length + 1 <= LARGE_TABLE_HOUR_REQUESTS;
      requireRoom(
        room,
        this.#taken,
        HOUR,
        at,
        `${LARGE_TABLE_HOUR_REQUESTS} requests an hour for a large table`,
      );
    }
    const rowsInHour = this.#taken.reduce((sum, taken) => sum + taken.rows, 0);
    // The text is Power BI's.
    requireRoom(
      rowsInHour + rows <= HOUR_ROWS,
      this.#taken,
      HOUR,
      at,
      `${HOUR_ROWS} rows an hour. Maximum number of rows exceeded in time window. Please retry later`,
    );
    this.#taken = [...this.#taken, { at, rows }];
  }
}

function requireRoom(room: boolean, taken: readonly Taken[], span: number, now: number, limit: string): void {
  if (room) return;
  const oldest = taken[0]?.at ?? now;
  throw tooMany(`the limit is ${limit}`, Math.max(1, Math.ceil((oldest + span - now) / 1000)));
}

/** The limits of every dataset that had a request. */
export class LimitsByDataset {
  readonly #limits = new Map<string, DatasetLimits>();

  of(datasetId: string): DatasetLimits {
    const id = datasetId.toLowerCase();
    const known = this.#limits.get(id) ?? new DatasetLimits();
    this.#limits.set(id, known);
    return known;
  }
}

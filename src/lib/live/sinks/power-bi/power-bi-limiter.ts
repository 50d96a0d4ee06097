import { type Clock } from '../../../platform/clock';
import { type PowerBiLimits, type RateLimit } from './power-bi-limits';

/** Permission to send one request. */
export interface Permit {
  /** Call after the request has ended, with or without success. The limiter counts the request from here on. */
  done(): void;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly permit: Permit }
  /** Ask again after so many seconds. */
  | { readonly kind: 'wait'; readonly seconds: number };

interface Sent {
  readonly rows: number;
  /** Milliseconds since the epoch; undefined until the request ends. */
  endedAt: number | undefined;
}

/** Shares of a limit; see {@link PowerBiLimiter.restMilliseconds}. */
const REFILL_SHARE = 0.9;
const SAVED_SHARE = 0.05;

/** A pending request usually ends sooner than this. */
const PENDING_WAIT_SECONDS = 1;

/**
 * Keeps the requests of this process to one dataset within its limits.
 *
 * Power BI counts a request at an unknown moment between its start and its end. So the limiter counts a
 * request from its start until a whole span after its end. All requests that Power BI can count in one span
 * overlap here when the last of them starts. So no span exceeds the limit, however long each request takes.
 */
export class PowerBiLimiter {
  readonly #limits: PowerBiLimits;
  readonly #clock: Clock;
  #sent: Sent[] = [];
  #heldUntil = 0;
  /** Shares of each limit that may be spent now. */
  readonly #credits = new Map<RateLimit, { readonly share: number; readonly at: number }>();

  constructor({ limits, clock }: { readonly limits: PowerBiLimits; readonly clock: Clock }) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Requests permission for one request.
   *
   * @param rows of the request
   * @throws RangeError if one request, or one span, can never hold so many rows
   */
  admit(rows: number): Admission {
    const { rowsPerRequest, pendingRequests, rates } = this.#limits;
    const maxRows = Math.min(rowsPerRequest, ...rates.map((rate) => rate.rows ?? rowsPerRequest));
    if (rows > maxRows) throw new RangeError(`a request holds at most ${maxRows} rows, not ${rows}`);
    const now = this.#clock.now().getTime();
    this.#forget(now);
    if (now < this.#heldUntil) return { kind: 'wait', seconds: (this.#heldUntil - now) / 1000 };
    const pending = this.#sent.filter(({ endedAt }) => endedAt === undefined).length;
    if (pending >= pendingRequests) return { kind: 'wait', seconds: PENDING_WAIT_SECONDS };
    const freeAt = Math.max(...rates.map((rate) => this.#freeAt(rate, rows, now)));
    if (freeAt > now) return { kind: 'wait', seconds: (freeAt - now) / 1000 };
    const sent: Sent = { rows, endedAt: undefined };
    this.#sent.push(sent);
    return {
      kind: 'admitted',
      permit: {
        done: () => {
          sent.endedAt ??= this.#clock.now().getTime();
        },
      },
    };
  }

  /** Admits nothing for so many seconds, as the service requested. */
  hold(seconds: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now().getTime() + seconds * 1000);
  }

  /**
   * Notes requests, and returns how long to wait after them, so that requests at this pace do not reach the limits.
   * Each limit has a credit: nine tenths of the limit come back evenly, and a twentieth can be saved for sudden
   * changes. The rest is for the last requests, which may take more than is left.
   */
  restMilliseconds(spent: { readonly requests: number; readonly rows: number }): number {
    const now = this.#clock.now().getTime();
    let rest = 0;
    for (const rate of this.#limits.rates) {
      const aMillisecond = REFILL_SHARE / (1000 * rate.seconds);
      const before = this.#credits.get(rate) ?? { share: SAVED_SHARE, at: now };
      const share =
        Math.min(SAVED_SHARE, before.share + (now - before.at) * aMillisecond) - shareOf(rate, spent);
      this.#credits.set(rate, { share, at: now });
      rest = Math.max(rest, -share / aMillisecond);
    }
    return rest;
  }

  /** When a request of so many rows fits into a limit, in milliseconds since the epoch. */
  #freeAt(
    { seconds, requests = Infinity, rows: maxRows = Infinity }: RateLimit,
    rows: number,
    now: number,
  ): number {
    // A span may include both of its ends, so a request counts for one more millisecond.
    const span = seconds * 1000 + 1;
    const counted = this.#sent
      .map((sent) => ({ rows: sent.rows, until: (sent.endedAt ?? now) + span }))
      .filter(({ until }) => until > now)
      .sort((a, b) => a.until - b.until);
    let requestsLeft = requests - counted.length - 1;
    let rowsLeft = maxRows - counted.reduce((sum, sent) => sum + sent.rows, 0) - rows;
    let freeAt = now;
    for (const sent of counted) {
      if (requestsLeft >= 0 && rowsLeft >= 0) break;
      requestsLeft += 1;
      rowsLeft += sent.rows;
      freeAt = sent.until;
    }
    return freeAt;
  }

  #forget(now: number): void {
    const longest = Math.max(...this.#limits.rates.map(({ seconds }) => seconds)) * 1000 + 1;
    this.#sent = this.#sent.filter(({ endedAt }) => endedAt === undefined || endedAt + longest > now);
  }
}

function shareOf(
  rate: RateLimit,
  { requests, rows }: { readonly requests: number; readonly rows: number },
): number {
  return Math.max(requests / (rate.requests ?? Infinity), rows / (rate.rows ?? Infinity));
}

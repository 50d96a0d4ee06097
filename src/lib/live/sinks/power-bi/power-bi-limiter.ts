import { type Clock } from '../../../platform/clock';
import { type PowerBiLimits, type RateLimit } from './power-bi-limits';

/** Leave to send one request. */
export interface Permit {
  /** Called when the request is over, well or not: only then can it be said when the service counted it. */
  done(): void;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly permit: Permit }
  /** Not now; in so many seconds it is worth asking again. */
  | { readonly kind: 'wait'; readonly seconds: number };

interface Sent {
  readonly rows: number;
  /** Milliseconds since the epoch; undefined while it is under way. */
  endedAt: number | undefined;
}

/** A pending request is over sooner than this, as a rule. */
const PENDING_WAIT_SECONDS = 1;

/**
 * Keeps the requests to one dataset within its limits, by what this process has sent.
 *
 * The service counts a request at some moment between its start and its end, which nobody tells us. So a request counts
 * here from its start until a whole span after its end. Of all requests that the service may count in one span, the last
 * one to start met all others here; so no span can hold more than the limit, however long each took.
 */
export class PowerBiLimiter {
  readonly #limits: PowerBiLimits;
  readonly #clock: Clock;
  #sent: Sent[] = [];
  #heldUntil = 0;

  constructor({ limits, clock }: { readonly limits: PowerBiLimits; readonly clock: Clock }) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Asks leave for one request.
   *
   * @param rows of the request
   * @throws RangeError for more rows than one request, or one span, may hold at all
   */
  admit(rows: number): Admission {
    const { rowsPerRequest, pendingRequests, rates } = this.#limits;
    const most = Math.min(rowsPerRequest, ...rates.map((rate) => rate.rows ?? rowsPerRequest));
    if (rows > most) throw new RangeError(`a request holds at most ${most} rows, not ${rows}`);
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

  /** The service asked for patience: nothing is admitted for so long. */
  hold(seconds: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#clock.now().getTime() + seconds * 1000);
  }

  /** When a request of so many rows fits into a limit: now or later, in milliseconds since the epoch. */
  #freeAt(
    { seconds, requests = Infinity, rows: maxRows = Infinity }: RateLimit,
    rows: number,
    now: number,
  ): number {
    // A span may include both its ends, so a request counts for one millisecond more.
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

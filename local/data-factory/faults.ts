/** What a request is about, once it is authentic and well addressed. */
export interface FaultTarget {
  readonly operation: 'CreateRun' | 'GetRun' | 'QueryRuns' | 'CancelRun' | 'QueryActivityRuns';
  /** Of CreateRun. */
  readonly pipelineName?: string;
  /** Of GetRun, CancelRun and QueryActivityRuns. */
  readonly runId?: string;
}

export type Fault =
  /** Answers with an error and does nothing: 429 and 503 with `Retry-After` where it is given, 500, … */
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
    }
  /** Does what is asked, then cuts the connection instead of answering. */
  | { readonly kind: 'lose-reply' }
  /** Waits before doing anything. */
  | { readonly kind: 'delay'; readonly until: Promise<void> }
  /** GetRun and QueryRuns show this status, such as one that a future version of the service may have. */
  | { readonly kind: 'show-status'; readonly status: string }
  /** QueryRuns shows no run, as a query may that lags behind. */
  | { readonly kind: 'hide-runs' }
  /** CreateRun: the run is InProgress until it is cancelled. */
  | { readonly kind: 'run-never-ends' }
  /** CreateRun: somebody else cancels the run as soon as it is in progress. */
  | { readonly kind: 'run-is-cancelled' }
  /** CreateRun: the run fails at once. */
  | { readonly kind: 'run-fails'; readonly message: string };

export interface FaultOptions {
  /** How many requests. @default 1 */
  readonly requests?: number;
  /** Which ones. @default all */
  readonly matches?: (target: FaultTarget) => boolean;
}

interface Rule {
  remaining: number;
  readonly matches: (target: FaultTarget) => boolean;
  readonly fault: Fault;
}

/** Faults to come; may be added to and cleared while the service runs. */
export class DataFactoryFaults {
  #rules: Rule[] = [];

  /** Lets the next requests that match meet a fault. Of several rules that match, a request meets all. */
  inject(fault: Fault, { requests = 1, matches = () => true }: FaultOptions = {}): void {
    this.#rules.push({ remaining: requests, matches, fault });
  }

  /** Forgets every fault that did not happen yet. */
  clear(): void {
    this.#rules = [];
  }

  /** How many faults did not happen yet. */
  get pending(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.remaining, 0);
  }

  /** The faults that this request meets; each counts as one of its rule's. */
  take(target: FaultTarget): readonly Fault[] {
    const met = this.#rules.filter((rule) => rule.matches(target));
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

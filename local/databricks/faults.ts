/** A fault of the Jobs API, as it is switched on. */
export type DatabricksFault =
  /** Answers with an error and does nothing: 429 and 503, with or without `Retry-After`. */
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly errorCode: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Does what is asked, then cuts the connection instead of answering. */
  | { readonly kind: 'lose-reply' }
  /** GetRun, ListRuns: every state that is told is this word, which no client knows. */
  | { readonly kind: 'unknown-state'; readonly state: string }
  /** RunNow: no task of the run that is made ever ends by itself. */
  | { readonly kind: 'never-ends' }
  /** RunNow: somebody else cancels the run that is made, once the client has its answer. */
  | { readonly kind: 'cancelled-by-other' };

export interface InjectOptions {
  /** How many requests meet it. @default 1 */
  readonly requests?: number;
  /** Only this operation: `RunNow`, `GetRun`, `ListRuns`, `CancelRun`, … @default every one */
  readonly operation?: string;
}

interface Rule {
  remaining: number;
  readonly operation: string | undefined;
  readonly fault: DatabricksFault;
}

/** Faults to come; may be added to and cleared while the service runs. */
export class DatabricksFaults {
  #rules: Rule[] = [];

  /** Lets the next requests that are authentic meet a fault. Of several rules that match, a request meets all. */
  inject(fault: DatabricksFault, { requests = 1, operation }: InjectOptions = {}): void {
    this.#rules.push({ remaining: requests, operation, fault });
  }

  /** Forgets every fault that did not happen yet. */
  clear(): void {
    this.#rules = [];
  }

  /** How many faults did not happen yet. */
  get pending(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.remaining, 0);
  }

  /** The faults that a request of this operation meets; each counts as one of its rule's. */
  take(operation: string): readonly DatabricksFault[] {
    const met = this.#rules.filter((rule) => rule.operation === undefined || rule.operation === operation);
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

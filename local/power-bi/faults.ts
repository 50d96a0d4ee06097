export type PowerBiFault =
  /** Answers with an error and does nothing: 429 and 503 with `Retry-After` where it is given, 500, … */
  | {
      readonly kind: 'fail';
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
    }
  /** Does what is asked, then cuts the connection instead of answering. */
  | { readonly kind: 'lose-reply' }
  /** StartRefresh: the refresh fails. */
  | { readonly kind: 'refresh-fails' }
  /** StartRefresh: the refresh never ends. */
  | { readonly kind: 'refresh-never-ends' };

export const FAULT_KINDS = ['fail', 'lose-reply', 'refresh-fails', 'refresh-never-ends'] as const;

export interface FaultOptions {
  /** How many requests. @default 1 */
  readonly requests?: number;
  /** The operation, as `PostRows`. @default all */
  readonly operation?: string;
}

interface Rule {
  remaining: number;
  readonly operation: string | undefined;
  readonly fault: PowerBiFault;
}

/** Faults to come; may be added to and cleared while the service runs. */
export class PowerBiFaults {
  #rules: Rule[] = [];

  /** Lets the next requests meet a fault. Of several rules that match, a request meets all. */
  inject(fault: PowerBiFault, { requests = 1, operation }: FaultOptions = {}): void {
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

  /** The faults that a request meets; each counts as one of its rule's. */
  take(operation: string): readonly PowerBiFault[] {
    const met = this.#rules.filter((rule) => rule.operation === undefined || rule.operation === operation);
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

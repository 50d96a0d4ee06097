/** What a fault is aimed at: a request that is authentic and that the lake supports. */
export interface FaultTarget {
  readonly method: string;
  /** As the REST reference calls it, without spaces: `PutBlob`, `GetBlobProperties`, `ListPaths` … */
  readonly operation: string;
  readonly filesystem: string;
  /** Below the filesystem; `''` for the filesystem itself. */
  readonly path: string;
}

export type Fault =
  /** Answers with an error and does nothing. The clients retry 500 and 503. */
  | { readonly kind: 'fail'; readonly status: number; readonly code: string }
  /** Does what is asked, then cuts the connection instead of answering. */
  | { readonly kind: 'lose-reply' }
  /** Waits before doing anything. Of several delays every one is waited for. */
  | { readonly kind: 'delay'; readonly until: Promise<void> };

interface Rule {
  remaining: number;
  readonly matches: (target: FaultTarget) => boolean;
  readonly fault: Fault;
}

/** Faults to come; may be added to and cleared while the lake runs. */
export class LakeFaults {
  #rules: Rule[] = [];

  /**
   * Lets the next requests that match meet a fault. Of several rules that match, a request meets all.
   *
   * @param options.requests how many requests @default 1
   * @param options.matches which ones @default all
   */
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
    if (this.#rules.length === 0) return [];
    const met = this.#rules.filter((rule) => rule.matches(target));
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

export interface FaultOptions {
  readonly requests?: number;
  readonly matches?: (target: FaultTarget) => boolean;
}

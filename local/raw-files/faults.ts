export type Fault =
  /** Answers with this status and no file. */
  | { readonly kind: 'fail'; readonly status: number }
  /** Sends half of the file under a length that promises all of it, then cuts the connection. */
  | { readonly kind: 'tear-body' }
  /** Sends half of the file, and the rest when the promise resolves. */
  | { readonly kind: 'slow-body'; readonly until: Promise<void> };

interface Rule {
  remaining: number;
  readonly path: string | undefined;
  readonly fault: Fault;
}

/** Faults to come; may be added to and cleared while the server runs. */
export class RawFilesFaults {
  #rules: Rule[] = [];

  /**
   * Lets the next requests meet a fault.
   *
   * @param options.requests how many @default 1
   * @param options.path end of the path of the file @default any file
   */
  inject(fault: Fault, { requests = 1, path }: { requests?: number; path?: string } = {}): void {
    this.#rules.push({ remaining: requests, path, fault });
  }

  /** Forgets every fault that did not happen yet. */
  clear(): void {
    this.#rules = [];
  }

  /** The first fault that this request meets; it counts as one of its rule's. */
  take(path: string): Fault | undefined {
    const rule = this.#rules.find(({ path: end }) => end === undefined || path.endsWith(end));
    if (rule === undefined) return undefined;
    rule.remaining -= 1;
    this.#rules = this.#rules.filter(({ remaining }) => remaining > 0);
    return rule.fault;
  }
}

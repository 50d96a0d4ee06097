import { z } from 'zod';

/** Answers with an error and does nothing: 429 and 503 with `Retry-After` where it is given, 500, … */
export const failFault = z.strictObject({
  kind: z.literal('fail'),
  status: z.int().default(500),
  /** @default 'Injected' */
  code: z.string().optional(),
  retryAfterSeconds: z.int().optional(),
});

/** Does what is asked, then cuts the connection instead of answering. */
export const loseReplyFault = z.strictObject({ kind: z.literal('lose-reply') });

/** Waits before anything is done. Of several delays every one is waited for. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly until: Promise<void>;
}

export type FailFault = Readonly<z.infer<typeof failFault>>;

/** Faults that the kit itself brings about, in every service; the others are the operations' business. */
export type CommonFault = FailFault | Readonly<z.infer<typeof loseReplyFault>> | DelayFault;

/** What a fault is aimed at. */
export interface FaultTarget {
  /** Name of the operation, as the vendor's reference has it, without spaces. */
  readonly operation: string;
}

export interface FaultOptions<Target> {
  /** How many requests. @default 1 */
  readonly requests?: number | undefined;
  /** Which operation. @default all */
  readonly operation?: string | undefined;
  /** Which requests. @default all */
  readonly matches?: (target: Target) => boolean;
}

interface Rule<Fault, Target> {
  remaining: number;
  readonly matches: (target: Target) => boolean;
  readonly fault: Fault;
}

/** Faults to come; may be added to and cleared while the service runs. */
export class Faults<Fault, Target extends FaultTarget = FaultTarget> {
  #rules: Rule<Fault, Target>[] = [];
  readonly #perRequest: number;

  /** @param perRequest how many rules a request meets, the oldest first @default all that match */
  constructor(perRequest = Infinity) {
    this.#perRequest = perRequest;
  }

  /** Lets the next requests that match meet a fault. Of several rules that match, a request meets all. */
  inject(fault: Fault, { requests = 1, operation, matches = () => true }: FaultOptions<Target> = {}): void {
    this.#rules.push({
      remaining: requests,
      matches: (target) => (operation === undefined || target.operation === operation) && matches(target),
      fault,
    });
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
  take(target: Target): readonly Fault[] {
    if (this.#rules.length === 0) return [];
    const met = this.#rules.filter((rule) => rule.matches(target)).slice(0, this.#perRequest);
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

import { z } from 'zod';

/** Returns an error without running the operation, such as 429, 503 or 500. `Retry-After` is sent if set. */
export const failFault = z.strictObject({
  kind: z.literal('fail'),
  status: z.int().default(500),
  /** @default 'Injected' */
  code: z.string().optional(),
  retryAfterSeconds: z.int().optional(),
});

/** Runs the operation, then closes the connection instead of responding. */
export const loseReplyFault = z.strictObject({ kind: z.literal('lose-reply') });

/** Waits before the operation runs. Several delays add up. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly until: Promise<void>;
}

export type FailFault = Readonly<z.infer<typeof failFault>>;

/** Faults that the kit implements for all services; operations implement the others. */
export type CommonFault = FailFault | Readonly<z.infer<typeof loseReplyFault>> | DelayFault;

/** The target of a fault. */
export interface FaultTarget {
  /** Name of the operation in the vendor's reference, without spaces. */
  readonly operation: string;
}

export interface FaultOptions<Target> {
  /** Number of requests. @default 1 */
  readonly requests?: number | undefined;
  /** Operation to which the fault applies. @default all */
  readonly operation?: string | undefined;
  /** Selects requests. @default all */
  readonly matches?: (target: Target) => boolean;
}

interface Rule<Fault, Target> {
  remaining: number;
  readonly matches: (target: Target) => boolean;
  readonly fault: Fault;
}

/** Injected faults. They can be added and cleared while the service runs. */
export class Faults<Fault, Target extends FaultTarget = FaultTarget> {
  #rules: Rule<Fault, Target>[] = [];
  readonly #perRequest: number;

  /** @param perRequest how many rules apply to one request, the oldest first @default all that match */
  constructor(perRequest = Infinity) {
    this.#perRequest = perRequest;
  }

  /** Injects a fault into the next matching requests. If several rules match a request, all of them apply. */
  inject(fault: Fault, { requests = 1, operation, matches = () => true }: FaultOptions<Target> = {}): void {
    this.#rules.push({
      remaining: requests,
      matches: (target) => (operation === undefined || target.operation === operation) && matches(target),
      fault,
    });
  }

  /** Removes all faults that have not happened yet. */
  clear(): void {
    this.#rules = [];
  }

  /** Number of faults that have not happened yet. */
  get pending(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.remaining, 0);
  }

  /** Returns the faults of this request, and counts each in its rule. */
  take(target: Target): readonly Fault[] {
    if (this.#rules.length === 0) return [];
    const met = this.#rules.filter((rule) => rule.matches(target)).slice(0, this.#perRequest);
    for (const rule of met) rule.remaining -= 1;
    this.#rules = this.#rules.filter((rule) => rule.remaining > 0);
    return met.map((rule) => rule.fault);
  }
}

import { z } from 'zod';
import { type FaultSwitches } from '../kit';
import { durableFault, DurableFaults } from './durable/durable-faults';

const count = z.int().min(1);

/** Losses of Microsoft's Event Hubs trigger; the next checkpoint moves past the events. */
const lossFault = z.discriminatedUnion('kind', [
  /**
   * The race of the extension's timer: a call ran longer than `maxWaitTime` while more than `maxEventBatchSize` had piled
   * up, and the events kept back meanwhile are handed to nobody.
   */
  z.strictObject({ kind: z.literal('lose-kept-back-events') }),
  /** The next `count` events of a partition are handed to nobody. */
  z.strictObject({ kind: z.literal('skip-events'), count }),
]);

export type FunctionsHostFault = z.infer<typeof lossFault>;

/** What switches a fault on over HTTP. */
const switchShape = z.strictObject({
  fault: z.union([lossFault, durableFault]),
  times: count.optional(),
  functionName: z.string().optional(),
  partitionId: z.string().optional(),
});

/** Whose events are at stake. */
export interface FaultTarget {
  readonly functionName: string;
  readonly partitionId: string;
}

export interface FaultOptions {
  /** How often it happens; an event that is skipped counts as one of `count` instead. @default 1 */
  readonly times?: number | undefined;
  readonly functionName?: string | undefined;
  readonly partitionId?: string | undefined;
}

interface Rule {
  readonly kind: FunctionsHostFault['kind'];
  remaining: number;
  readonly functionName: string | undefined;
  partitionId: string | undefined;
}

/** Faults to come; may be added to and cleared while the host runs. */
export class FunctionsHostFaults {
  /** Those of the durable backend. */
  readonly durable = new DurableFaults();
  #rules: Rule[] = [];

  /**
   * @param options.functionName whose events @default any function's
   * @param options.partitionId of which partition @default any; of `skip-events` the first one that has events
   */
  inject(fault: FunctionsHostFault, { times = 1, functionName, partitionId }: FaultOptions = {}): void {
    const remaining = fault.kind === 'skip-events' ? fault.count : times;
    this.#rules.push({
      kind: fault.kind,
      remaining,
      functionName: functionName?.toLowerCase(),
      partitionId,
    });
  }

  /** Forgets every fault that did not happen yet. */
  clear(): void {
    this.durable.clear();
    this.#rules = [];
  }

  /** How many losses, events to skip and faults of the durable backend did not happen yet. */
  get pending(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.remaining, this.durable.pending);
  }

  /** Whether the events kept back are lost now; that counts as once. */
  takeLoss(target: FaultTarget): boolean {
    const rule = this.#find('lose-kept-back-events', target);
    if (rule === undefined) return false;
    this.#use(rule, 1);
    return true;
  }

  /** How many of so many events are skipped now, from the first on. */
  takeSkips(target: FaultTarget, events: number): number {
    let skipped = 0;
    while (skipped < events) {
      const rule = this.#find('skip-events', target);
      if (rule === undefined) break;
      rule.partitionId = target.partitionId;
      const now = Math.min(rule.remaining, events - skipped);
      this.#use(rule, now);
      skipped += now;
    }
    return skipped;
  }

  #find(kind: FunctionsHostFault['kind'], { functionName, partitionId }: FaultTarget): Rule | undefined {
    return this.#rules.find(
      (rule) =>
        rule.kind === kind &&
        (rule.functionName === undefined || rule.functionName === functionName.toLowerCase()) &&
        (rule.partitionId === undefined || rule.partitionId === partitionId),
    );
  }

  #use(rule: Rule, times: number): void {
    rule.remaining -= times;
    this.#rules = this.#rules.filter(({ remaining }) => remaining > 0);
  }
}

/** Lets a test that talks to this host as a process switch them: `{fault: {kind, …}, times?, functionName?, partitionId?}`. */
export function toHostSwitches(faults: FunctionsHostFaults): FaultSwitches {
  return {
    get pending() {
      return faults.pending;
    },
    clear: () => {
      faults.clear();
    },
    inject: (body) => {
      const { fault, ...options } = switchShape.parse(body);
      if (fault.kind === 'lose-kept-back-events' || fault.kind === 'skip-events')
        faults.inject(fault, options);
      else faults.durable.inject(fault, options);
    },
  };
}

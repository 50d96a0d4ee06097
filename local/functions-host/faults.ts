import { z } from 'zod';
import { type FaultSwitches } from '../kit';
import { durableFault, DurableFaults } from './durable/durable-faults';

const count = z.int().min(1);

/** Losses of Microsoft's Event Hubs trigger; the next checkpoint is beyond the lost events. */
const lossFault = z.discriminatedUnion('kind', [
  /**
   * The race of the extension's timer: a call runs longer than `maxWaitTime` while more than
   * `maxEventBatchSize` events arrive. The events that were held back meanwhile are lost.
   */
  z.strictObject({ kind: z.literal('lose-kept-back-events') }),
  /** Skips the next `count` events of a partition. */
  z.strictObject({ kind: z.literal('skip-events'), count }),
]);

export type FunctionsHostFault = z.infer<typeof lossFault>;

/** Faults that can be injected over HTTP. */
const switchShape = z.strictObject({
  fault: z.union([lossFault, durableFault]),
  times: count.optional(),
  functionName: z.string().optional(),
  partitionId: z.string().optional(),
});

/** The target of a fault. */
export interface FaultTarget {
  readonly functionName: string;
  readonly partitionId: string;
}

export interface FaultOptions {
  /** Number of faults; for skipped events, `count` applies instead. @default 1 */
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

/** Injected faults. They can be added and cleared while the host runs. */
export class FunctionsHostFaults {
  /** Faults of the durable backend. */
  readonly durable = new DurableFaults();
  #rules: Rule[] = [];

  /**
   * @param options.functionName function that loses events @default any function
   * @param options.partitionId partition @default any; for `skip-events` the first one that has events
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

  /** Removes all faults that have not happened yet. */
  clear(): void {
    this.durable.clear();
    this.#rules = [];
  }

  /** Number of losses, events to skip and faults of the durable backend that have not happened yet. */
  get pending(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.remaining, this.durable.pending);
  }

  /** Returns whether the held-back events are lost now, and counts it. */
  takeLoss(target: FaultTarget): boolean {
    const rule = this.#find('lose-kept-back-events', target);
    if (rule === undefined) return false;
    this.#use(rule, 1);
    return true;
  }

  /** Returns how many of these events are skipped now, from the first one. */
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

/**
 * Lets a test control the faults of this host in another process: `{fault: {kind, …}, times?, functionName?,
 * partitionId?}`.
 */
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

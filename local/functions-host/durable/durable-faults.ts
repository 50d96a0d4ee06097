import { z } from 'zod';
import { Faults, type FaultTarget } from '../../kit';

/**
 * What the Durable Task extension does now and then, made to happen at will:
 *
 * - `kill-turn`: the worker dies within a turn of an orchestrator, which fails the instance.
 * - `early-timer`: a timer fires earlier than asked; the extension's may by a second.
 * - `late-retry`: the pause before a retry is longer than asked, as when queues are polled rarely.
 * - `redeliver-activity`: an activity is delivered a second time after it ended; the second outcome is dropped.
 * - `late-work-items`: activities that were out when the host was killed come back five minutes after the next start
 *   (`workItemQueueVisibilityTimeout`); once for each.
 */
export const durableFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kill-turn') }),
  /** @default 1000 */
  z.strictObject({ kind: z.literal('early-timer'), milliseconds: z.int().min(1).max(1000).optional() }),
  /** @default 30 */
  z.strictObject({ kind: z.literal('late-retry'), seconds: z.int().min(1).optional() }),
  z.strictObject({ kind: z.literal('redeliver-activity') }),
  z.strictObject({ kind: z.literal('late-work-items') }),
]);

export type DurableFault = z.infer<typeof durableFault>;

const EARLY_MILLISECONDS = 1000;
const LATE_SECONDS = 30;

/** How long a work item that a killed host held is out of sight. */
export const VISIBILITY_MILLISECONDS = 5 * 60_000;

/** Where a fault can happen: the kind is in the place of the operation. */
interface DurableTarget extends FaultTarget {
  readonly functionName: string;
}

/** Faults of the durable backend to come; may be added to and cleared while the host runs. */
export class DurableFaults {
  readonly #faults = new Faults<DurableFault, DurableTarget>(1);

  /**
   * @param options.times how often it happens @default 1
   * @param options.functionName of which orchestrator or activity; a timer and a retry are of their orchestrator @default any
   */
  inject(
    fault: DurableFault,
    {
      times,
      functionName,
    }: { readonly times?: number | undefined; readonly functionName?: string | undefined } = {},
  ): void {
    const wanted = functionName?.toLowerCase();
    this.#faults.inject(fault, {
      requests: times,
      operation: fault.kind,
      matches: (target) => wanted === undefined || target.functionName === wanted,
    });
  }

  clear(): void {
    this.#faults.clear();
  }

  /** How many did not happen yet. */
  get pending(): number {
    return this.#faults.pending;
  }

  /** Whether it happens now; that counts as once. */
  take(kind: 'kill-turn' | 'redeliver-activity' | 'late-work-items', functionName: string): boolean {
    return this.#take(kind, functionName) !== undefined;
  }

  /** How much later than asked a timer of this orchestrator fires, in milliseconds; below 0: earlier. */
  takeDelay(orchestrator: string, isRetry: boolean): number {
    if (isRetry) {
      const fault = this.#take('late-retry', orchestrator);
      return fault?.kind === 'late-retry' ? (fault.seconds ?? LATE_SECONDS) * 1000 : 0;
    }
    const fault = this.#take('early-timer', orchestrator);
    return fault?.kind === 'early-timer' ? -(fault.milliseconds ?? EARLY_MILLISECONDS) : 0;
  }

  #take(kind: DurableFault['kind'], functionName: string): DurableFault | undefined {
    return this.#faults.take({ operation: kind, functionName: functionName.toLowerCase() })[0];
  }
}

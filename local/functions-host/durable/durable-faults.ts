import { z } from 'zod';
import { Faults, type FaultTarget } from '../../kit';

/**
 * Rare behaviour of the Durable Task extension, on demand:
 *
 * - `kill-turn`: the worker dies within a turn of an orchestrator, which fails the instance.
 * - `early-timer`: a timer fires too early; in the extension by up to a second.
 * - `late-retry`: the delay before a retry is too long, as when queues are polled rarely.
 * - `redeliver-activity`: an activity is delivered a second time after it ended; the second outcome is
 *   dropped.
 * - `late-work-items`: activities that ran when the host was killed run again five minutes after the next
 *   start (`workItemQueueVisibilityTimeout`), each once.
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

/** How long a work item of a killed host is invisible. */
export const VISIBILITY_MILLISECONDS = 5 * 60_000;

/** The target of a fault; its kind takes the place of the operation. */
interface DurableTarget extends FaultTarget {
  readonly functionName: string;
}

/** Injected faults of the durable backend. They can be added and cleared while the host runs. */
export class DurableFaults {
  readonly #faults = new Faults<DurableFault, DurableTarget>(1);

  /**
   * @param options.times number of faults @default 1
   * @param options.functionName of the orchestrator or activity; timers and retries belong to their
   *   orchestrator @default any
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

  /** Number of faults that have not happened yet. */
  get pending(): number {
    return this.#faults.pending;
  }

  /** Returns whether the fault happens now, and counts it. */
  take(kind: 'kill-turn' | 'redeliver-activity' | 'late-work-items', functionName: string): boolean {
    return this.#take(kind, functionName) !== undefined;
  }

  /** Returns the delay of a timer of this orchestrator in milliseconds; negative values are early. */
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

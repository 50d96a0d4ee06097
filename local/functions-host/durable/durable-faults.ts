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
export type DurableFault =
  | { readonly kind: 'kill-turn' }
  /** @default 1000 */
  | { readonly kind: 'early-timer'; readonly milliseconds?: number | undefined }
  /** @default 30 */
  | { readonly kind: 'late-retry'; readonly seconds?: number | undefined }
  | { readonly kind: 'redeliver-activity' }
  | { readonly kind: 'late-work-items' };

export const DURABLE_FAULT_KINDS = [
  'kill-turn',
  'early-timer',
  'late-retry',
  'redeliver-activity',
  'late-work-items',
] as const satisfies readonly DurableFault['kind'][];

const EARLY_MILLISECONDS = 1000;
const LATE_SECONDS = 30;

/** How long a work item that a killed host held is out of sight. */
export const VISIBILITY_MILLISECONDS = 5 * 60_000;

interface Rule {
  readonly fault: DurableFault;
  readonly functionName: string | undefined;
  remaining: number;
}

/** Faults of the durable backend to come; may be added to and cleared while the host runs. */
export class DurableFaults {
  #rules: Rule[] = [];

  /**
   * @param options.times how often it happens @default 1
   * @param options.functionName of which orchestrator or activity; a timer and a retry are of their orchestrator @default any
   */
  inject(
    fault: DurableFault,
    { times = 1, functionName }: { readonly times?: number; readonly functionName?: string } = {},
  ): void {
    this.#rules.push({ fault, functionName: functionName?.toLowerCase(), remaining: times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** How many did not happen yet. */
  get pending(): number {
    return this.#rules.reduce((sum, { remaining }) => sum + remaining, 0);
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
    const name = functionName.toLowerCase();
    const rule = this.#rules.find(
      (one) => one.fault.kind === kind && (one.functionName === undefined || one.functionName === name),
    );
    if (rule === undefined) return undefined;
    rule.remaining -= 1;
    this.#rules = this.#rules.filter(({ remaining }) => remaining > 0);
    return rule.fault;
  }
}

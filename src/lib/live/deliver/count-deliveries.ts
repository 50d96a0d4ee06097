import { instruments, isTelemetryOn } from '../../platform/telemetry/instruments';

/** The result of one delivery to one sink. */
type Delivered =
  | { readonly sink: string; readonly outcome: 'taken'; readonly rows: number }
  | { readonly sink: string; readonly outcome: 'failed'; readonly error: unknown };

/** Adds metrics of delivered windows and failed deliveries to a deliverer. */
export function countDeliveries<T extends Delivered>(deliverer: {
  deliver(): Promise<readonly T[]>;
}): { deliver(): Promise<readonly T[]> } {
  return {
    async deliver() {
      const outcomes = await deliverer.deliver();
      if (!isTelemetryOn()) return outcomes;
      const { deliveredWindows, failedDeliveries } = instruments();
      for (const outcome of outcomes) {
        const attributes = { 'sluice.sink': outcome.sink };
        if (outcome.outcome === 'taken') deliveredWindows.add(outcome.rows, attributes);
        else failedDeliveries.add(1, attributes);
      }
      return outcomes;
    },
  };
}

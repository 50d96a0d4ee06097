import { instruments, isTelemetryOn } from '../../platform/telemetry/instruments';

/** The result of one delivery to one sink. */
type Delivered =
  | { readonly sink: string; readonly outcome: 'taken'; readonly rows: number }
  | { readonly sink: string; readonly outcome: 'failed'; readonly error: unknown };

/** Adds metrics of delivered windows and failed deliveries to a delivery. */
export function countDeliveries<A extends readonly unknown[], T extends Delivered>(
  deliver: (...args: A) => Promise<readonly T[]>,
): (...args: A) => Promise<readonly T[]> {
  return async (...args) => {
    const outcomes = await deliver(...args);
    if (!isTelemetryOn()) return outcomes;
    const { deliveredWindows, failedDeliveries } = instruments();
    for (const outcome of outcomes) {
      const attributes = { 'sluice.sink': outcome.sink };
      if (outcome.outcome === 'taken') deliveredWindows.add(outcome.rows, attributes);
      else failedDeliveries.add(1, attributes);
    }
    return outcomes;
  };
}

import { type ObservableResult, metrics } from '@opentelemetry/api';
import { type StatusReader } from './read-status';
import { type Stage } from './api';
import { SCOPE } from '../platform/telemetry/in-span';
import { isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * Reports, at each export of metrics, how far landing is behind the hubs, and live windows behind Bronze: per partition,
 * from the status.
 * Call it once, after telemetry was started. Without telemetry it does nothing.
 */
export function observeLag(status: () => StatusReader): void {
  if (!isTelemetryOn()) return;
  metrics
    .getMeter(SCOPE)
    .createObservableGauge('sluice.hub.lag', {
      unit: '{event}',
      description:
        'Events that a stage has not processed yet: of the hub for landing, of Bronze for live windows.',
    })
    .addCallback(async (result) => {
      const { sources, problems } = (await status()()).status;
      const isSlow = (...stages: readonly Stage[]): boolean =>
        problems.some(({ stage, state }) => state === 'slow' && stages.includes(stage));
      for (const { source, partitions } of sources) {
        for (const { partition, landingLag, liveLag } of partitions) {
          if (!isSlow('hub', 'bronze')) observe(result, landingLag, { source, partition, stage: 'landing' });
          if (!isSlow('bronze', 'live')) observe(result, liveLag, { source, partition, stage: 'live' });
        }
      }
    });
}

/** A stage that is down has no value, because zero would be wrong. Nor has a slow one, whose numbers are old. */
function observe(
  result: ObservableResult,
  lag: number | null,
  { source, partition, stage }: { source: string; partition: number; stage: string },
): void {
  if (lag === null) return;
  result.observe(lag, {
    'sluice.source': source,
    'messaging.destination.partition.id': String(partition),
    'sluice.stage': stage,
  });
}

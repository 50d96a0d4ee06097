import { type ObservableResult, metrics } from '@opentelemetry/api';
import { type StatusReader } from './read-status';
import { SCOPE } from '../platform/telemetry/in-span';
import { isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * Reports, at each export of metrics, how far the stages are behind the hubs: per partition, from the status.
 * Call it once, after telemetry was started. Without telemetry it does nothing.
 */
export function observeLag(status: () => StatusReader): void {
  if (!isTelemetryOn()) return;
  metrics
    .getMeter(SCOPE)
    .createObservableGauge('sluice.hub.lag', {
      unit: '{event}',
      description: 'Events in the hub that a stage has not processed yet.',
    })
    .addCallback(async (result) => {
      for (const { source, partitions } of (await status()()).status.sources) {
        for (const { partition, landingLag, liveLag } of partitions) {
          observe(result, landingLag, { source, partition, stage: 'landing' });
          observe(result, liveLag, { source, partition, stage: 'live' });
        }
      }
    });
}

/** A stage that did not answer has no value, because zero would be wrong. */
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

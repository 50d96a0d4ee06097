import { type ObservableResult, metrics } from '@opentelemetry/api';
import { type StatusReader } from './read-status';
import { SCOPE } from '../platform/telemetry/in-span';
import { isTelemetryOn } from '../platform/telemetry/instruments';

/**
 * Measures, at each export of metrics, how far stages are behind the hubs: per partition, as the status tells it. Call it
 * once, after telemetry was started; while telemetry is off it does nothing.
 */
export function observeLag(status: () => StatusReader): void {
  if (!isTelemetryOn()) return;
  metrics
    .getMeter(SCOPE)
    .createObservableGauge('sluice.hub.lag', {
      unit: '{event}',
      description: 'Events in the hub that a stage has not taken in yet.',
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

/** A stage that did not answer is left out: no value is not zero. */
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

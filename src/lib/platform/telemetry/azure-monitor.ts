import { type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { type ApplicationInsightsConfig } from './settings';
import { createCredential } from '../azure/credential';

/** Exporters for Application Insights, as the app's identity where its settings say so. Loads their package. */
export async function createAzureMonitorExporters({
  connectionString,
  identity,
}: ApplicationInsightsConfig): Promise<{
  readonly spans: SpanExporter;
  readonly metrics: PushMetricExporter;
}> {
  const { AzureMonitorTraceExporter, AzureMonitorMetricExporter } =
    await import('@azure/monitor-opentelemetry-exporter');
  const options = {
    connectionString,
    // What cannot be sent is dropped: an instance's disk is no place for it.
    disableOfflineStorage: true,
    ...(identity !== undefined && { credential: createCredential(identity.clientId) }),
  };
  return {
    spans: new AzureMonitorTraceExporter(options),
    metrics: new AzureMonitorMetricExporter(options),
  };
}

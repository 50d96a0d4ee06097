import { type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { type ApplicationInsightsConfig } from './settings';
import { createCredential } from '../azure/credential';

/**
 * Creates exporters for Application Insights, with the app's identity if the settings have one. Loads their package.
 */
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
    // Data that cannot be sent is dropped, because an instance's disk is not a place to keep it.
    disableOfflineStorage: true,
    ...(identity !== undefined && { credential: createCredential(identity.clientId) }),
  };
  return {
    spans: new AzureMonitorTraceExporter(options),
    metrics: new AzureMonitorMetricExporter(options),
  };
}

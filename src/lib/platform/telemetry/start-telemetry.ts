import {
  context,
  diag,
  type DiagLogger,
  DiagLogLevel,
  metrics,
  propagation,
  trace,
} from '@opentelemetry/api';
import { type IMetricReader } from '@opentelemetry/sdk-metrics';
import { type Sampler, type SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createAzureMonitorExporters } from './azure-monitor';
import { type TelemetryConfig } from './settings';

/** Traces and metrics of this process. */
export interface Telemetry {
  /** Sends pending data. */
  flush(): Promise<void>;
  /** Sends pending data and ends telemetry. Later spans and counts record nothing. */
  close(): Promise<void>;
}

export interface StartTelemetryOptions {
  /** Version of the app. */
  readonly version: string;
  /** Receives errors of sending. Faults of telemetry never fail the app. */
  readonly report: (fault: unknown) => void;
}

/** Destinations of spans and measurements within this process. */
export interface Sinks {
  readonly spans: readonly SpanProcessor[];
  readonly metrics: readonly IMetricReader[];
}

const OFF: Telemetry = { flush: () => Promise.resolve(), close: () => Promise.resolve() };

/**
 * Starts telemetry if the settings have a destination, once per process. Otherwise its packages are not loaded, and
 * all spans and counters of the app do nothing.
 */
export async function startTelemetry(
  config: TelemetryConfig | undefined,
  options: StartTelemetryOptions,
): Promise<Telemetry> {
  if (config === undefined) return OFF;
  return installProviders(config, await createSinks(config), options);
}

/** Installs this process's providers of traces and metrics for the whole app. */
export async function installProviders(
  { serviceName, resourceAttributes, sampler }: TelemetryConfig,
  sinks: Sinks,
  { version, report }: StartTelemetryOptions,
): Promise<Telemetry> {
  const [{ NodeTracerProvider }, { MeterProvider }, { defaultResource, resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/sdk-metrics'),
      import('@opentelemetry/resources'),
    ]);
  const resource = defaultResource().merge(
    resourceFromAttributes({
      'service.name': serviceName,
      'service.version': version,
      ...resourceAttributes,
    }),
  );
  const traces = new NodeTracerProvider({
    resource,
    sampler: await createSampler(sampler),
    spanProcessors: [...sinks.spans],
  });
  const meters = new MeterProvider({ resource, readers: [...sinks.metrics] });
  diag.setLogger(toDiagLogger(report), DiagLogLevel.ERROR);
  traces.register();
  metrics.setGlobalMeterProvider(meters);
  const settle = async (ends: readonly Promise<void>[]): Promise<void> => {
    for (const end of await Promise.allSettled(ends)) {
      if (end.status === 'rejected') report(end.reason);
    }
  };
  return {
    flush: () => settle([traces.forceFlush(), meters.forceFlush()]),
    async close() {
      trace.disable();
      metrics.disable();
      context.disable();
      propagation.disable();
      await settle([traces.shutdown(), meters.shutdown()]);
      diag.disable();
    },
  };
}

/** Forwards messages of the packages from level error on. */
function toDiagLogger(report: StartTelemetryOptions['report']): DiagLogger {
  const nothing = (): void => undefined;
  return {
    warn: nothing,
    info: nothing,
    debug: nothing,
    verbose: nothing,
    error: (message, ...more) => {
      report([message, ...more].map(String).join(' '));
    },
  };
}

async function createSinks({
  otlp,
  applicationInsights,
  metricIntervalMilliseconds,
  spanDelayMilliseconds,
}: TelemetryConfig): Promise<Sinks> {
  const [{ BatchSpanProcessor }, { PeriodicExportingMetricReader }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/sdk-metrics'),
  ]);
  const exporters = [
    ...(otlp === undefined ? [] : [await createOtlpExporters(otlp)]),
    ...(applicationInsights === undefined ? [] : [await createAzureMonitorExporters(applicationInsights)]),
  ];
  return {
    spans: exporters.map(
      ({ spans }) => new BatchSpanProcessor(spans, { scheduledDelayMillis: spanDelayMilliseconds }),
    ),
    metrics: exporters.map(
      (exporter) =>
        new PeriodicExportingMetricReader({
          exporter: exporter.metrics,
          exportIntervalMillis: metricIntervalMilliseconds,
          exportTimeoutMillis: Math.min(30_000, metricIntervalMilliseconds),
        }),
    ),
  };
}

async function createOtlpExporters({ tracesUrl, metricsUrl, headers }: NonNullable<TelemetryConfig['otlp']>) {
  const [{ OTLPTraceExporter }, { OTLPMetricExporter }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/exporter-metrics-otlp-proto'),
  ]);
  // A collector that is down must not delay the end of the process for long.
  const options = { headers: { ...headers }, timeoutMillis: 5000 };
  return {
    spans: new OTLPTraceExporter({ ...options, url: tracesUrl }),
    metrics: new OTLPMetricExporter({ ...options, url: metricsUrl }),
  };
}

async function createSampler({ name, ratio }: TelemetryConfig['sampler']): Promise<Sampler> {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } =
    await import('@opentelemetry/sdk-trace-node');
  const root = name.endsWith('always_on')
    ? new AlwaysOnSampler()
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

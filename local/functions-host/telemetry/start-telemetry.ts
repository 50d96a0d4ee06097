import { randomUUID } from 'node:crypto';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { type Sampler } from '@opentelemetry/sdk-trace-node';
import { type Settings } from '../app/settings';
import { type HostLog } from '../host/host-log';
import { createInvocationTracer, type InvocationTracer, noTracer } from './invocation-tracer';
import { chooseTelemetry, type HostSampler, type TelemetryOptions } from './telemetry-options';

const CATEGORY = 'Host.OpenTelemetry';
/** A collector that does not respond must not delay the end of the host for long. */
const EXPORT_TIMEOUT_MILLISECONDS = 5000;

export interface HostTelemetry {
  readonly tracer: InvocationTracer;
  /** Sends pending spans; failures are logged. */
  close(): Promise<void>;
}

export interface StartTelemetryOptions {
  /** From host.json. */
  readonly telemetryMode: string;
  readonly settings: Settings;
  readonly hostVersion: string;
  readonly log: HostLog;
}

/** Sends the host's spans as OTLP, protobuf over HTTP, if host.json and the settings enable it. */
export async function startTelemetry(options: StartTelemetryOptions): Promise<HostTelemetry> {
  const { telemetryMode, settings, log } = options;
  const choice = chooseTelemetry(telemetryMode, settings);
  if (choice.kind === 'problem') log.write('warning', CATEGORY, choice.problem);
  return choice.kind === 'otlp'
    ? await startOtlp(choice.options, options)
    : { tracer: noTracer, close: () => Promise.resolve() };
}

/** The packages are loaded only if needed, because they delay a start by 100 ms. */
async function startOtlp(
  { tracesUrl, headers, resourceAttributes, delayMilliseconds, sampler }: TelemetryOptions,
  { hostVersion, log }: StartTelemetryOptions,
): Promise<HostTelemetry> {
  const [{ NodeTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
  ]);
  const report = (...parts: readonly unknown[]): void => {
    log.write('warning', CATEGORY, parts.map(String).join(' '));
  };
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: report, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    DiagLogLevel.ERROR,
  );
  const exporter = new OTLPTraceExporter({
    url: tracesUrl,
    headers: { ...headers },
    timeoutMillis: EXPORT_TIMEOUT_MILLISECONDS,
  });
  const provider = new NodeTracerProvider({
    // Azure/azure-functions-host, FunctionsResourceDetector: added to those of the environment.
    resource: resources.defaultResource().merge(
      resources.resourceFromAttributes({
        ...resourceAttributes,
        'service.version': hostVersion,
        'ai.sdk.prefix': `azurefunctions:${hostVersion}`,
        'process.pid': process.pid,
      }),
    ),
    sampler: await createSampler(sampler),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: delayMilliseconds })],
  });
  return {
    tracer: createInvocationTracer(provider, randomUUID()),
    async close() {
      await provider.shutdown().catch(report);
      diag.disable();
    },
  };
}

async function createSampler({ root, ratio, isParentBased }: HostSampler): Promise<Sampler> {
  const { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, TraceIdRatioBasedSampler } =
    await import('@opentelemetry/sdk-trace-node');
  const samplers = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  const made = samplers[root]();
  return isParentBased ? new ParentBasedSampler({ root: made }) : made;
}

import { z } from 'zod';
import { IDENTITY_SHAPE } from '../azure/connections';
import { defineSettings } from '../settings';
import { wholeNumber } from '../setting-types';

/** Samplers by their OpenTelemetry names. */
export type SamplerName =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

/** Destinations of traces and metrics. At least one of the two is set. */
export interface TelemetryConfig {
  readonly serviceName: string;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly otlp: OtlpConfig | undefined;
  readonly applicationInsights: ApplicationInsightsConfig | undefined;
  readonly sampler: { readonly name: SamplerName; readonly ratio: number };
  readonly metricIntervalMilliseconds: number;
  readonly spanDelayMilliseconds: number;
}

export interface OtlpConfig {
  readonly tracesUrl: string;
  readonly metricsUrl: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApplicationInsightsConfig {
  readonly connectionString: string;
  /** The app's identity; undefined if the connection string is sufficient. */
  readonly identity: { readonly clientId: string | undefined } | undefined;
}

const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be an http or https address',
  );

const pairs = z
  .string()
  .regex(
    /^\s*[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*$/,
    'must be `name=value` pairs with commas between them, values percent-encoded',
  );

/**
 * The settings of telemetry. OpenTelemetry and Application Insights define the names and meanings.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const TELEMETRY_SHAPE = {
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'Base address of an OTLP collector, such as `http://127.0.0.1:4318`. Without it nothing is sent to a collector.',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.optional().describe('Headers for the collector, such as `api-key=…`.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf'], { error: ({ input }) => whyNotProtocol(input) })
    .default('http/protobuf')
    .describe(
      'Protocol of the collector. Set it together with the endpoint: the Functions host reads it too, and uses gRPC without it.',
    ),
  OTEL_SERVICE_NAME: z.string().min(1).default('sluice').describe('Name of the app in traces and metrics.'),
  OTEL_RESOURCE_ATTRIBUTES: pairs
    .optional()
    .describe('Further attributes of the app, such as `deployment.environment.name=prod`.'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe('Which traces are kept. `parentbased_…` follows the decision of the caller, if there is one.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Ratio of traces that a sampler with a ratio keeps.'),
  OTEL_METRIC_EXPORT_INTERVAL: wholeNumber(100, 3_600_000)
    .default(60_000)
    .describe('Milliseconds between two exports of metrics.'),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(10, 600_000)
    .default(5000)
    .describe('Milliseconds until ended spans are sent.'),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true` switches traces and metrics of the app off, regardless of other settings.'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(^|;)\s*InstrumentationKey=/i, 'must have an InstrumentationKey')
    .optional()
    .describe('Connection string of Application Insights. The Functions host reads it too.'),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .regex(
      /(^|;)\s*Authorization=AAD\s*(;|$)/i,
      'must be `Authorization=AAD`, with `ClientId=…;` for a user-assigned identity',
    )
    .optional()
    .describe('`ClientId=…;Authorization=AAD` if Application Insights accepts identities only.'),
  ...IDENTITY_SHAPE,
};

/**
 * Returns why a protocol is refused. The Functions host reads the same setting, so app and host must both support its
 * value. The host's exporter supports `grpc` and `http/protobuf`. For other values it silently sends gRPC to the HTTP
 * port.
 *
 * @see
 * https://github.com/open-telemetry/opentelemetry-dotnet/blob/main/src/OpenTelemetry.Exporter.OpenTelemetryProtocol/README.md
 */
function whyNotProtocol(protocol: unknown): string {
  const use = 'set it to http/protobuf';
  if (protocol === 'http/json')
    return `${use}; the Functions host does not support http/json and would send its spans as gRPC, which the collector's HTTP port drops`;
  if (protocol === 'grpc')
    return `${use} and the endpoint to the collector's HTTP port (4318); the app does not support gRPC`;
  return `${use}, the only protocol that both the app and the Functions host support`;
}

type TelemetrySettings = z.infer<z.ZodObject<typeof TELEMETRY_SHAPE>>;

function toTelemetryConfig(settings: TelemetrySettings): TelemetryConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  const { APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString } = settings;
  if (settings.OTEL_SDK_DISABLED === 'true') return undefined;
  if (endpoint === undefined && connectionString === undefined) return undefined;
  const authentication = settings.APPLICATIONINSIGHTS_AUTHENTICATION_STRING;
  const base = endpoint?.replace(/\/+$/, '');
  return {
    serviceName: settings.OTEL_SERVICE_NAME,
    resourceAttributes: toPairs(settings.OTEL_RESOURCE_ATTRIBUTES),
    otlp:
      base === undefined
        ? undefined
        : {
            tracesUrl: `${base}/v1/traces`,
            metricsUrl: `${base}/v1/metrics`,
            headers: toPairs(settings.OTEL_EXPORTER_OTLP_HEADERS),
          },
    applicationInsights:
      connectionString === undefined
        ? undefined
        : {
            connectionString,
            identity:
              authentication === undefined
                ? undefined
                : {
                    clientId:
                      /(?:^|;)\s*ClientId=([^;\s]+)/i.exec(authentication)?.[1] ?? settings.AZURE_CLIENT_ID,
                  },
          },
    sampler: { name: settings.OTEL_TRACES_SAMPLER, ratio: settings.OTEL_TRACES_SAMPLER_ARG },
    metricIntervalMilliseconds: settings.OTEL_METRIC_EXPORT_INTERVAL,
    spanDelayMilliseconds: settings.OTEL_BSP_SCHEDULE_DELAY,
  };
}

/** Reads the form of W3C Baggage without properties. A value with invalid percent-encoding is used unchanged. */
function toPairs(text: string | undefined): Record<string, string> {
  const entries = (text ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at === -1 ? [] : [[pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(entries);
}

function decoded(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text);
}

/** The configuration is undefined if telemetry is not sent anywhere. */
export const TELEMETRY = defineSettings(TELEMETRY_SHAPE, toTelemetryConfig);

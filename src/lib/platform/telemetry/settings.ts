import { z } from 'zod';
import { IDENTITY_SHAPE } from '../azure/connections';
import { defineSettings } from '../settings';
import { wholeNumber } from '../setting-types';

/** Which traces are kept, by the names of OpenTelemetry. */
export type SamplerName =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

/** Where traces and metrics go; at least one of the two is there. */
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
  /** Of the app's identity; undefined where the connection string alone is enough. */
  readonly identity: { readonly clientId: string | undefined } | undefined;
}

const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'is an http or https address',
  );

const pairs = z
  .string()
  .regex(
    /^\s*[^=,\s]+=[^,]*(,\s*[^=,\s]+=[^,]*)*$/,
    'is `name=value` with commas between, values percent-encoded',
  );

/**
 * The settings of telemetry. Names and meanings are OpenTelemetry's and Application Insights' own.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
const TELEMETRY_SHAPE = {
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'Base address of an OTLP collector, as `http://127.0.0.1:4318`; without it nothing is sent to one.',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.optional().describe('Headers for the collector, as `api-key=…`.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf'], { error: ({ input }) => whyNotProtocol(input) })
    .default('http/protobuf')
    .describe(
      'How the collector is spoken to. Set it beside the endpoint: the Functions host reads it too, and speaks gRPC where it is not set.',
    ),
  OTEL_SERVICE_NAME: z.string().min(1).default('sluice').describe('Name of the app in traces and metrics.'),
  OTEL_RESOURCE_ATTRIBUTES: pairs
    .optional()
    .describe('More attributes of the app, as `deployment.environment.name=prod`.'),
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
    .describe(
      'Which traces are kept; `parentbased_…` follows the decision of the caller where there is one.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('Share of traces that a sampler with a ratio keeps.'),
  OTEL_METRIC_EXPORT_INTERVAL: wholeNumber(100, 3_600_000)
    .default(60_000)
    .describe('Milliseconds between two exports of metrics.'),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(10, 600_000)
    .default(5000)
    .describe('Milliseconds until spans that have ended are sent.'),
  OTEL_SDK_DISABLED: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true` switches traces and metrics of the app off, whatever else is set.'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(^|;)\s*InstrumentationKey=/i, 'has an InstrumentationKey')
    .optional()
    .describe('Connection string of Application Insights; read by the Functions host too.'),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: z
    .string()
    .regex(
      /(^|;)\s*Authorization=AAD\s*(;|$)/i,
      'is `Authorization=AAD`, with `ClientId=…;` for a user-assigned identity',
    )
    .optional()
    .describe('`ClientId=…;Authorization=AAD` where Application Insights takes identities only.'),
  ...IDENTITY_SHAPE,
};

/**
 * Why a protocol is refused. The setting is the Functions host's too, so app and host must both know its value: the host's
 * exporter knows `grpc` and `http/protobuf`, and speaks gRPC to the HTTP port, in silence, for everything else.
 *
 * @see https://github.com/open-telemetry/opentelemetry-dotnet/blob/main/src/OpenTelemetry.Exporter.OpenTelemetryProtocol/README.md
 */
function whyNotProtocol(protocol: unknown): string {
  const use = 'set it to http/protobuf';
  if (protocol === 'http/json')
    return `${use}; the Functions host does not know http/json and would send its spans as gRPC, which the collector's HTTP port drops`;
  if (protocol === 'grpc')
    return `${use} and the endpoint to the collector's HTTP port (4318); the app does not speak gRPC`;
  return `${use}, the one protocol that the app and the Functions host both speak`;
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

/** W3C Baggage's form without properties; a value that is not percent-encoded soundly is taken as it is. */
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

/** Undefined where nothing is to be sent anywhere. */
export const TELEMETRY = defineSettings(TELEMETRY_SHAPE, toTelemetryConfig);

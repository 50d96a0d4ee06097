import { StandInError } from '../../kit';
import { type Settings } from '../app/settings';

/** Which invocations the host samples if no caller has decided. */
export interface HostSampler {
  readonly root: 'always_on' | 'always_off' | 'traceidratio';
  /** Share from 0 to 1. */
  readonly ratio: number;
  /** Whether the decision of a caller has priority. */
  readonly isParentBased: boolean;
}

/** Destination of the host's spans. */
export interface TelemetryOptions {
  readonly tracesUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly delayMilliseconds: number;
  readonly sampler: HostSampler;
}

/** `problem`: telemetry is configured, but this host cannot send it. */
export type TelemetryChoice =
  | { readonly kind: 'off' }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'otlp'; readonly options: TelemetryOptions };

const SAMPLER = /^(parentbased_)?(always_on|always_off|traceidratio)$/;

/**
 * Decides from `telemetryMode` of host.json and the app settings, which the app also reads, whether and where
 * the host sends its spans.
 *
 * The platform's exporter supports gRPC and protobuf over HTTP, and uses gRPC for every other value and
 * without a value. This host supports only protobuf over HTTP. Otherwise it sends nothing and returns the
 * problem.
 *
 * @throws StandInError `option_invalid` with the name of the setting
 */
export function chooseTelemetry(telemetryMode: string, settings: Settings): TelemetryChoice {
  const endpoint = settings['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim() ?? '';
  const isDisabled = settings['OTEL_SDK_DISABLED']?.toLowerCase() === 'true';
  if (telemetryMode.toLowerCase() !== 'opentelemetry' || endpoint === '' || isDisabled)
    return { kind: 'off' };
  const protocol = settings['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? '';
  if (protocol !== 'http/protobuf') {
    const given = protocol === '' ? 'is not set' : `is ${protocol}`;
    return {
      kind: 'problem',
      problem: `OTEL_EXPORTER_OTLP_PROTOCOL ${given}: the Functions host of Azure then uses gRPC for ${endpoint}, but this host cannot and sends no spans. Set it to http/protobuf.`,
    };
  }
  if (!URL.canParse(endpoint))
    throw new StandInError('option_invalid', `OTEL_EXPORTER_OTLP_ENDPOINT must be a URL, not "${endpoint}"`);
  const name = settings['OTEL_SERVICE_NAME'] ?? '';
  return {
    kind: 'otlp',
    options: {
      tracesUrl: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      headers: toPairs(settings['OTEL_EXPORTER_OTLP_HEADERS']),
      resourceAttributes: {
        ...toPairs(settings['OTEL_RESOURCE_ATTRIBUTES']),
        ...(name !== '' && { 'service.name': name }),
      },
      delayMilliseconds: toNumber(settings, 'OTEL_BSP_SCHEDULE_DELAY', 5000),
      sampler: toSampler(settings),
    },
  };
}

function toSampler(settings: Settings): HostSampler {
  const name = settings['OTEL_TRACES_SAMPLER'] ?? '';
  const [, parent, root] = SAMPLER.exec(name === '' ? 'parentbased_always_on' : name) ?? [];
  if (root === undefined)
    throw new StandInError(
      'option_invalid',
      `OTEL_TRACES_SAMPLER must be the name of a sampler, not "${name}"`,
    );
  const ratio = toNumber(settings, 'OTEL_TRACES_SAMPLER_ARG', 1);
  return { root: root as HostSampler['root'], ratio, isParentBased: parent !== undefined };
}

function toNumber(settings: Settings, name: string, initial: number): number {
  const text = settings[name] ?? '';
  const value = text === '' ? initial : Number(text);
  if (value >= 0) return value;
  throw new StandInError('option_invalid', `${name} must be a number of at least 0, not "${text}"`);
}

/** Parses `name=value` pairs, separated by commas, with percent-encoded values. */
function toPairs(text = ''): Record<string, string> {
  const entries = text.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at === -1 ? [] : [[pair.slice(0, at).trim(), decode(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(entries);
}

function decode(text: string): string {
  return /%(?![0-9a-f]{2})/i.test(text) ? text : decodeURIComponent(text);
}

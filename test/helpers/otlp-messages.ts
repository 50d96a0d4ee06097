import { join } from 'node:path';
import { loadSync } from 'protobufjs';

/** A value of an attribute. 64-bit numbers become numbers: those in tests are small. */
export type OtlpValue = string | number | boolean | readonly OtlpValue[] | undefined;

export interface OtlpSpan {
  readonly name: string;
  readonly kind: 'UNSPECIFIED' | 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
  /** Hexadecimal, as the other ids. */
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined for a root. */
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, OtlpValue>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly durationMilliseconds: number;
  /** Name of the instrumentation scope that made it. */
  readonly scope: string;
  /** Attributes of the process that sent it. */
  readonly resource: Readonly<Record<string, OtlpValue>>;
}

interface KeyValue {
  readonly key: string;
  readonly value?: AnyValue;
}

interface AnyValue {
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
}

interface WireSpan {
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly name: string;
  readonly kind: OtlpSpan['kind'];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly links: readonly { readonly traceId: Buffer; readonly spanId: Buffer }[];
  readonly status: { readonly code: OtlpSpan['status'] } | null;
}

interface WireTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] } | null;
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string } | null;
      readonly spans: readonly WireSpan[];
    }[];
  }[];
}

interface WireMetrics {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

const schema = loadSync(join(__dirname, '..', 'fixtures', 'otlp', 'otlp.proto'));

/** Spans of a body of `/v1/traces` in OTLP's protobuf encoding. @throws RangeError or Error where it is something else */
export function toSpans(body: Uint8Array): OtlpSpan[] {
  const { resourceSpans } = decode('otlp.TraceRequest', body) as unknown as WireTraces;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => ({
        name: span.name,
        kind: span.kind,
        traceId: span.traceId.toString('hex'),
        spanId: span.spanId.toString('hex'),
        parentSpanId: span.parentSpanId.length === 0 ? undefined : span.parentSpanId.toString('hex'),
        attributes: toAttributes(span.attributes),
        links: span.links.map(({ traceId, spanId }) => ({
          traceId: traceId.toString('hex'),
          spanId: spanId.toString('hex'),
        })),
        status: span.status?.code ?? 'UNSET',
        durationMilliseconds: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
        scope: scope?.name ?? '',
        resource: toAttributes(resource?.attributes ?? []),
      })),
    ),
  );
}

/** Names of the instruments in a body of `/v1/metrics`. */
export function toMetricNames(body: Uint8Array): string[] {
  const { resourceMetrics } = decode('otlp.MetricsRequest', body) as unknown as WireMetrics;
  return resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
  );
}

function decode(name: string, body: Uint8Array): Record<string, unknown> {
  const type = schema.lookupType(name);
  return type.toObject(type.decode(body), {
    longs: String,
    enums: String,
    bytes: Buffer,
    arrays: true,
    defaults: true,
    oneofs: false,
  });
}

function toAttributes(pairs: readonly KeyValue[]): Record<string, OtlpValue> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: AnyValue | undefined): OtlpValue {
  if (value?.arrayValue !== undefined) return value.arrayValue.values.map(toValue);
  if (value?.intValue !== undefined) return Number(value.intValue);
  return value?.stringValue ?? value?.boolValue ?? value?.doubleValue;
}

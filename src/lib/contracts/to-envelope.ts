/** A CloudEvents extension value: a type that the JSON format supports. */
export type ExtensionValue = string | number | boolean;

export interface EnvelopeOptions {
  readonly id: string;
  /** URI reference of the producer of the event, such as `/sluice/ingest`. */
  readonly source: string;
  /** The contract's type, such as `iot.telemetry`. */
  readonly type: string;
  /** The contract's id, such as `urn:sluice:contract:iot.telemetry:1`. */
  readonly dataschema: string;
  /** RFC 3339. */
  readonly time: string;
  readonly partitionKey?: string | undefined;
  /** W3C Trace Context of the request that sent the record. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Further attributes from the caller. Their names already conform to CloudEvents. */
  readonly extensions?: Readonly<Record<string, ExtensionValue>> | undefined;
  /** The record: one JSON object in UTF-8. It is copied byte by byte. */
  readonly data: Buffer;
}

const CLOSING_BRACE = 0x7d;

/**
 * Wraps a record into a CloudEvents 1.0.2 envelope in the structured JSON format.
 *
 * The bytes of the record are copied without parsing. So numbers beyond 2^53, the difference between `1.0` and `1`,
 * and the order of keys reach Bronze unchanged.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function toEnvelope({
  id,
  source,
  type,
  dataschema,
  time,
  partitionKey,
  traceparent,
  tracestate,
  extensions,
  data,
}: EnvelopeOptions): Buffer {
  let head = `{"specversion":"1.0","id":${quote(id)},"source":${quote(source)},"type":${quote(type)},"dataschema":${quote(dataschema)},"time":${quote(time)}`;
  if (partitionKey !== undefined) head += `,"partitionkey":${quote(partitionKey)}`;
  if (traceparent !== undefined) head += `,"traceparent":${quote(traceparent)}`;
  if (tracestate !== undefined) head += `,"tracestate":${quote(tracestate)}`;
  if (extensions !== undefined) {
    for (const [name, value] of Object.entries(extensions)) head += `,"${name}":${JSON.stringify(value)}`;
  }
  head += ',"datacontenttype":"application/json","data":';

  const headBytes = Buffer.byteLength(head);
  const body = Buffer.allocUnsafe(headBytes + data.length + 1);
  body.write(head, 0, 'utf8');
  data.copy(body, headBytes);
  body[body.length - 1] = CLOSING_BRACE;
  return body;
}

/** Characters that JSON must escape, and lone surrogates, which UTF-8 cannot encode. */
// eslint-disable-next-line no-control-regex -- it searches for control characters
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Attributes are short and almost always plain, so a scan is cheaper than JSON.stringify. */
function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

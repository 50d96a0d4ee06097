/** A CloudEvents extension value. Integers, booleans and strings are the kinds that the JSON format can carry. */
export type ExtensionValue = string | number | boolean;

export interface EnvelopeOptions {
  readonly id: string;
  /** URI reference that says who made the event, such as `/sluice/ingest`. */
  readonly source: string;
  /** The contract's type, such as `iot.telemetry`. */
  readonly type: string;
  /** The contract's id, such as `urn:sluice:contract:iot.telemetry:1`. */
  readonly dataschema: string;
  /** RFC 3339. */
  readonly time: string;
  readonly partitionKey?: string | undefined;
  /** W3C Trace Context of the request that brought the record. */
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  /** Further attributes that the caller sent; names already checked against the CloudEvents rules. */
  readonly extensions?: Readonly<Record<string, ExtensionValue>> | undefined;
  /** The record: one JSON object, UTF-8. It is copied byte for byte. */
  readonly data: Buffer;
}

const CLOSING_BRACE = 0x7d;

/**
 * Wraps a record into a CloudEvents 1.0.2 envelope in the structured JSON format.
 *
 * The record's bytes are spliced in, never parsed and written again: numbers beyond 2^53, `1.0` against `1` and
 * the order of keys reach Bronze as they were sent.
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

/** Characters that JSON must escape, and lone surrogates, which UTF-8 cannot carry. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Attributes are short and almost always plain, so a scan is cheaper than JSON.stringify. */
function quote(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

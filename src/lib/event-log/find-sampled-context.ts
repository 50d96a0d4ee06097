import { type SpanContext } from '@opentelemetry/api';
import { type ReceivedEvent } from './received-event';
import { fromTraceparent, isSampled } from '../platform/telemetry/in-span';

/** The end of the name: its first letter is rare in JSON, which makes the search three times as fast as for the whole. */
const NAME_END = Buffer.from('parent"');
const NAME_BEGIN = Buffer.from('"trace');
const COLON = 0x3a;
const QUOTE = 0x22;
/** `00-`, 32 digits, `-`, 16 digits, `-`, 2 digits. */
const LENGTH = 55;
/** Names of the CloudEvents attribute in the binary mode of the AMQP binding. */
const PROPERTIES = ['cloudEvents:traceparent', 'cloudEvents_traceparent'] as const;

/**
 * The trace that an event belongs to, if it is sampled: the attribute `traceparent` of CloudEvents' distributed tracing
 * extension.
 *
 * Landing asks this of every event, so the bytes are searched for the name, and only an event that seems to be sampled
 * is parsed, to tell an attribute from a member of its record. A name or value that is written with escapes is not found.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/distributed-tracing.md
 */
export function findSampledContext({
  body,
  properties,
}: Pick<ReceivedEvent, 'body' | 'properties'>): SpanContext | undefined {
  if (properties !== undefined) {
    const value = properties[PROPERTIES[0]] ?? properties[PROPERTIES[1]];
    if (value !== undefined) return toSampled(value);
  }
  for (let at = body.indexOf(NAME_END); at !== -1; at = body.indexOf(NAME_END, at + NAME_END.length)) {
    if (seemsSampled(body, at)) return toSampled(parseAttribute(body));
  }
  return undefined;
}

/** Whether a member of this name begins there, and has a value of the right length that ends in the flag of sampling. */
function seemsSampled(body: Buffer, nameEnd: number): boolean {
  for (let index = 0; index < NAME_BEGIN.length; index++) {
    if (body[nameEnd - NAME_BEGIN.length + index] !== NAME_BEGIN[index]) return false;
  }
  let at = skipSpace(body, nameEnd + NAME_END.length);
  if (body[at] !== COLON) return false;
  at = skipSpace(body, at + 1);
  if (body[at] !== QUOTE || body[at + 1 + LENGTH] !== QUOTE) return false;
  // Odd in hexadecimal: of the digits those with an odd code, of the letters b, d and f, whose codes are even.
  const flags = body[at + LENGTH] ?? 0;
  return flags < 0x3a ? (flags & 1) === 1 : (flags & 1) === 0;
}

function skipSpace(body: Buffer, from: number): number {
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1;
  return at;
}

function parseAttribute(body: Buffer): unknown {
  try {
    const event: unknown = JSON.parse(body.toString('utf8'));
    return typeof event === 'object' && event !== null
      ? (event as { traceparent?: unknown }).traceparent
      : undefined;
  } catch {
    // Not JSON: landing quarantines it, and it belongs to no trace.
    return undefined;
  }
}

function toSampled(value: unknown): SpanContext | undefined {
  const context = typeof value === 'string' ? fromTraceparent(value) : undefined;
  return context !== undefined && isSampled(context) ? context : undefined;
}

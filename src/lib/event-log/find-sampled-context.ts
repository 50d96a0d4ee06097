import { type SpanContext } from '@opentelemetry/api';
import { type ReceivedEvent } from './received-event';
import { fromTraceparent, isSampled } from '../platform/telemetry/in-span';

/**
 * The end of the name. Its first letter is rare in JSON, so the search is three times as fast as for the whole name.
 */
const NAME_END = Buffer.from('parent"');
const NAME_BEGIN = Buffer.from('"trace');
const COLON = 0x3a;
const QUOTE = 0x22;
/** `00-`, 32 digits, `-`, 16 digits, `-`, 2 digits. */
const LENGTH = 55;
/** Names of the CloudEvents attribute in the binary mode of the AMQP binding. */
const PROPERTIES = ['cloudEvents:traceparent', 'cloudEvents_traceparent'] as const;

/**
 * Returns the trace context of an event, if it is sampled. The context is in the attribute `traceparent` of
 * CloudEvents' distributed tracing extension.
 *
 * Landing calls this for every event, so it searches the bytes for the name. It parses only events that seem to be
 * sampled, to distinguish the attribute from a member of the record. It does not find a name or value that is written
 * with escapes.
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

/** Whether a member of this name begins there, with a value of the right length whose flags say "sampled". */
function seemsSampled(body: Buffer, nameEnd: number): boolean {
  for (let index = 0; index < NAME_BEGIN.length; index++) {
    if (body[nameEnd - NAME_BEGIN.length + index] !== NAME_BEGIN[index]) return false;
  }
  let at = skipSpace(body, nameEnd + NAME_END.length);
  if (body[at] !== COLON) return false;
  at = skipSpace(body, at + 1);
  if (body[at] !== QUOTE || body[at + 1 + LENGTH] !== QUOTE) return false;
  // The flag is set if the hexadecimal digit is odd. Odd digits have odd codes, and the odd letters b, d and f have
  // even codes.
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
    // Not JSON: landing quarantines it, and it has no trace.
    return undefined;
  }
}

function toSampled(value: unknown): SpanContext | undefined {
  const context = typeof value === 'string' ? fromTraceparent(value) : undefined;
  return context !== undefined && isSampled(context) ? context : undefined;
}

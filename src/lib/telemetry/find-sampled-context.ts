import { type SpanContext } from '@opentelemetry/api';
import { type ReceivedEvent } from '../bronze/received-event';
import { fromTraceparent, isSampled } from './trace-context';

const NAME = Buffer.from('"traceparent"');
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
  for (let at = body.indexOf(NAME); at !== -1; at = body.indexOf(NAME, at + NAME.length)) {
    if (toSampled(readValue(body, at + NAME.length)) !== undefined) return toSampled(parseAttribute(body));
  }
  return undefined;
}

/** The text after a member's name, if it has the length of a trace context. */
function readValue(body: Buffer, from: number): string | undefined {
  let at = skipSpace(body, from);
  if (body[at] !== COLON) return undefined;
  at = skipSpace(body, at + 1);
  if (body[at] !== QUOTE || body[at + 1 + LENGTH] !== QUOTE) return undefined;
  return body.toString('latin1', at + 1, at + 1 + LENGTH);
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

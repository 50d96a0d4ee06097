import { type ReceivedEventData } from '@azure/event-hubs';
import { type ReceivedEvent } from './received-event';
import { toSequenceNumber } from './positions';

/**
 * From an event that the SDK read, with bodies left as bytes. The result equals what the Event Hubs trigger hands over for the
 * same event, so that it does not matter to validation who read it.
 */
export function fromHubEvent(event: ReceivedEventData): ReceivedEvent {
  const raw = event.getRawAmqpMessage();
  const { bodyType } = raw;
  const body: unknown = event.body ?? sectionContent(raw.body);
  return {
    sequenceNumber: toSequenceNumber(event.sequenceNumber),
    offset: event.offset,
    enqueuedTime: event.enqueuedTimeUtc.getTime(),
    body: bodyType === 'data' ? fromData(body) : fromValue(body),
    contentType: typeof event.contentType === 'string' ? event.contentType : undefined,
    properties: toJsonProperties(raw.applicationProperties),
    ...(bodyType !== undefined && bodyType !== 'data' && { bodyType }),
  };
}

/** A body may have several data sections; their bytes belong together (AMQP 1.0, 3.2.6). */
function fromData(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (Array.isArray(content)) return Buffer.concat(content.map(fromData));
  return Buffer.alloc(0);
}

/** A text or bytes as they are, JSON of everything else. */
function fromValue(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return Buffer.from(JSON.stringify(toJson(value)), 'utf8');
}

function sectionContent(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'content' in body ? body.content : undefined;
}

/** As the trigger gives them: its metadata are JSON. */
function toJsonProperties(
  properties: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(properties ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, toJson(value)]));
}

/** AMQP values that JSON does not know become texts: a time in RFC 3339, bytes in base64, a long in decimal digits. */
function toJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
  }
  return value;
}

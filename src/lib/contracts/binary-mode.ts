import { isCloudEventsType } from '../platform/text/media-type';
import { type Rejection } from './contract';
import { decodeJson } from './decode-json';
import { type EventMessage } from './validation-result';

/** Both spellings of the AMQP binding; `_` is for brokers that refuse `:` in property names. */
const PREFIXES = ['cloudEvents:', 'cloudEvents_'] as const;

/**
 * Whether an event is in the binary mode of the CloudEvents AMQP binding: attributes in application properties, and
 * the record alone in the body.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md
 */
export function isBinaryMode({ properties, contentType }: EventMessage): boolean {
  if (properties === undefined) return false;
  if (PREFIXES.every((prefix) => properties[`${prefix}specversion`] === undefined)) return false;
  return !isCloudEventsType(contentType);
}

/**
 * The same event in structured mode, with the body's bytes spliced in as `data`. The attributes are not judged here;
 * only what could not be written as JSON is refused.
 */
export function toStructuredMode({
  body,
  properties = {},
  contentType,
}: EventMessage): Buffer | readonly Rejection[] {
  const attributes = new Map<string, unknown>();
  for (const [property, value] of Object.entries(properties)) {
    const prefix = PREFIXES.find((candidate) => property.startsWith(candidate));
    // Other application properties belong to brokers and tracing, and are none of the event's.
    if (prefix === undefined) continue;
    const name = property.slice(prefix.length);
    if (attributes.has(name)) return [invalid('An attribute stands in the application properties twice.')];
    if (name === 'data' || name === 'data_base64' || name === 'datacontenttype') {
      return [invalid(`${name} is not an application property: the body and the content type carry it.`)];
    }
    attributes.set(name, value instanceof Date ? value.toISOString() : value);
  }
  if (body.length === 0) return [invalid('The body is empty; in binary mode it is the record.')];
  // Judged alone first: spliced in unseen, a body could close `data` and add attributes.
  const decoded = decodeJson(body);
  if ('code' in decoded) return [decoded];
  attributes.set('datacontenttype', contentType ?? 'application/json');

  const head = Array.from(attributes, ([name, value]) => `${JSON.stringify(name)}:${toJson(value)}`).join(
    ',',
  );
  return Buffer.concat([Buffer.from(`{${head},"data":`), body, Buffer.from('}')]);
}

/** AMQP knows kinds of values that JSON does not; they become an object, which the envelope check refuses. */
function toJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const fits = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  return fits ? JSON.stringify(value) : '{}';
}

function invalid(message: string): Rejection {
  return { code: 'envelope_invalid', path: '', message };
}

import { isCloudEventsType, isJsonEssence, parseMediaType } from '../platform/text/media-type';
import { type Rejection } from './contract';
import { formats } from './formats';
import { decodeJson } from './decode-json';
import { type EventMessage } from './validation-result';

/** Limits that the CloudEvents specification leaves open. Lengths are in UTF-16 units. */
export const ENVELOPE_LIMITS = {
  id: 256,
  source: 1024,
  type: 128,
  subject: 1024,
  dataschema: 256,
  datacontenttype: 128,
  /** Names of extension attributes. The specification recommends 20. */
  extensionName: 64,
  extensionValue: 2048,
  /** Number of attributes, including `data`. */
  attributes: 64,
} as const;

/** A CloudEvents envelope that {@link checkEnvelope} accepted. */
export interface Envelope {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** `undefined` and `null` both mean that the sender omitted it. */
  readonly dataschema?: string | null;
  readonly data: unknown;
}

const EXTENSION_NAME = /^[a-z0-9]+$/;
/** Characters that CloudEvents 1.0.2, section 3.1, forbids in strings, besides halves of surrogate pairs. */
// eslint-disable-next-line no-control-regex -- it searches for control characters
const FORBIDDEN_CHARACTER = /[\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/;
const REQUIRED = ['specversion', 'id', 'source', 'type', 'data'] as const;

/**
 * Checks a parsed event against CloudEvents 1.0.2, structured JSON.
 *
 * @returns the rejections, or `undefined` if `event` is an {@link Envelope}.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export function checkEnvelope(event: Readonly<Record<string, unknown>>): Rejection[] | undefined {
  let rejections: Rejection[] | undefined;
  let required = 0;
  let attributes = 0;
  for (const name in event) {
    const value = event[name];
    attributes++;
    let problem: string | undefined;
    switch (name) {
      case 'data':
        required++;
        continue;
      case 'specversion':
        required++;
        if (value !== '1.0') problem = 'must be "1.0"';
        break;
      case 'id':
        required++;
        problem = checkText(value, ENVELOPE_LIMITS.id);
        break;
      case 'source':
        required++;
        problem = checkText(value, ENVELOPE_LIMITS.source);
        break;
      case 'type':
        required++;
        problem = checkText(value, ENVELOPE_LIMITS.type);
        break;
      case 'dataschema':
        if (value !== null) problem = checkText(value, ENVELOPE_LIMITS.dataschema);
        break;
      case 'subject':
        if (value !== null) problem = checkText(value, ENVELOPE_LIMITS.subject);
        break;
      case 'time':
        if (value !== null && !(typeof value === 'string' && formats['date-time'](value))) {
          problem = 'must be an RFC 3339 time, such as 2026-03-02T08:15:30Z';
        }
        break;
      case 'datacontenttype':
        if (value !== null) problem = checkJsonType(value);
        break;
      case 'data_base64':
        if (value !== null) problem = 'is not supported: send the record as JSON in data';
        break;
      default:
        problem = checkExtension(name, value);
    }
    if (problem === undefined && typeof value === 'string' && FORBIDDEN_CHARACTER.test(value)) {
      problem = 'has a character that CloudEvents forbids in attributes';
    }
    if (problem !== undefined) (rejections ??= []).push(refuse(name, problem));
    if (attributes > ENVELOPE_LIMITS.attributes) {
      return [invalid('', `The event has more than ${ENVELOPE_LIMITS.attributes} attributes.`)];
    }
  }
  if (required === REQUIRED.length) return rejections;
  const missing = REQUIRED.filter((name) => !Object.hasOwn(event, name));
  return [...missing.map((name) => refuse(name, 'is required')), ...(rejections ?? [])];
}

function isText(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= maxLength;
}

function checkText(value: unknown, maxLength: number): string | undefined {
  return isText(value, maxLength) ? undefined : `must be a text of 1 to ${maxLength} characters`;
}

function checkJsonType(value: unknown): string | undefined {
  const isShort = typeof value === 'string' && value.length <= ENVELOPE_LIMITS.datacontenttype;
  const parsed = isShort ? parseMediaType(value) : undefined;
  const fits = parsed !== undefined && isJsonEssence(parsed.essence);
  return fits ? undefined : 'must be application/json: only JSON records have contracts';
}

function checkExtension(name: string, value: unknown): string | undefined {
  if (name.length > ENVELOPE_LIMITS.extensionName || !EXTENSION_NAME.test(name)) {
    return `is not a name of an extension attribute: use 1 to ${ENVELOPE_LIMITS.extensionName} small letters and digits`;
  }
  if (typeof value === 'string') {
    const { extensionValue } = ENVELOPE_LIMITS;
    return value.length <= extensionValue ? undefined : `must have at most ${extensionValue} characters`;
  }
  if (typeof value === 'number')
    return value === (value | 0) ? undefined : 'must be a whole number of 32 bits';
  return typeof value === 'boolean' || value === null
    ? undefined
    : 'must be a text, a whole number or a boolean';
}

function refuse(name: string, problem: string): Rejection {
  // An invalid name can contain anything, so the message does not repeat it.
  const known =
    name.length <= ENVELOPE_LIMITS.extensionName && (EXTENSION_NAME.test(name) || name === 'data_base64');
  return known ? invalid(`/${name}`, `/${name} ${problem}.`) : invalid('', `An attribute ${problem}.`);
}

function invalid(path: string, message: string): Rejection {
  return { code: 'envelope_invalid', path, message };
}

/** Both spellings of the AMQP binding. `_` is for brokers that refuse `:` in property names. */
const PREFIXES = ['cloudEvents:', 'cloudEvents_'] as const;

/**
 * Whether an event is in the binary mode of the CloudEvents AMQP binding. In that mode the attributes are application
 * properties, and the body is the record.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md
 */
export function isBinaryMode({ properties, contentType }: EventMessage): boolean {
  if (properties === undefined) return false;
  if (PREFIXES.every((prefix) => properties[`${prefix}specversion`] === undefined)) return false;
  return !isCloudEventsType(contentType);
}

/**
 * Converts the event to structured mode, with the bytes of the body as `data`. It does not validate the attributes. It
 * refuses only events that cannot be written as JSON.
 */
export function toStructuredMode({
  body,
  properties = {},
  contentType,
}: EventMessage): Buffer | readonly Rejection[] {
  const attributes = new Map<string, unknown>();
  for (const [property, value] of Object.entries(properties)) {
    const prefix = PREFIXES.find((candidate) => property.startsWith(candidate));
    // Other application properties belong to brokers and tracing, not to the event.
    if (prefix === undefined) continue;
    const name = property.slice(prefix.length);
    if (attributes.has(name)) return [invalid('', 'An attribute is in the application properties twice.')];
    if (name === 'data' || name === 'data_base64' || name === 'datacontenttype') {
      return [
        invalid(
          '',
          `${name} is not allowed as an application property: the body and the content type contain it.`,
        ),
      ];
    }
    attributes.set(name, value instanceof Date ? value.toISOString() : value);
  }
  if (body.length === 0) return [invalid('', 'The body is empty; in binary mode the body is the record.')];
  // The body is checked alone first. Otherwise a body could close `data` and add attributes.
  const decoded = decodeJson(body);
  if ('code' in decoded) return [decoded];
  attributes.set('datacontenttype', contentType ?? 'application/json');

  const head = Array.from(attributes, ([name, value]) => `${JSON.stringify(name)}:${toJson(value)}`).join(
    ',',
  );
  return Buffer.concat([Buffer.from(`{${head},"data":`), body, Buffer.from('}')]);
}

/** AMQP has value types that JSON lacks. They become an object, which the envelope check refuses. */
function toJson(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const fits = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  return fits ? JSON.stringify(value) : '{}';
}

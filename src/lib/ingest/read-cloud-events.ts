import { isUtf8 } from 'node:buffer';
import { checkEnvelope } from '../contracts/envelope';
import { type Rejection } from '../contracts/contract';
import { CONVERT_FROM_8_BIT } from '../platform/text/to-utf8';
import { type EventAttributes, type RawRecord, type RecordAsSent, unreadable } from './raw-record';
import { type ExtensionValue } from '../contracts/to-envelope';
import { type MalformedJson, sliceArray, sliceObject } from './json-slices';
import { malformedBody, type RequestFault, tooManyRecords } from './request-fault';

/** Limit of Event Hubs (Event Hubs quotas, "Maximum size of a partition key"). */
const MAX_PARTITION_KEY_LENGTH = 128;
/** Attributes that become separate fields of {@link EventAttributes}. */
const CORE = [
  'id',
  'source',
  'type',
  'dataschema',
  'time',
  'partitionkey',
  'traceparent',
  'tracestate',
] as const;
/** Attributes that `toEnvelope` writes. */
const WRITTEN_BY_US: ReadonlySet<string> = new Set(['specversion', 'data', 'datacontenttype', ...CORE]);

/** Attribute names of the binary mode that would contradict the body and its content type. */
const NOT_A_HEADER: ReadonlySet<string> = new Set(['data', 'data_base64', 'datacontenttype']);
const HEADER_PREFIX = 'ce-';

/**
 * Reads one CloudEvent in structured mode (`application/cloudevents+json`).
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readStructured(body: Buffer): RawRecord | RequestFault {
  const event = toRawRecord(body);
  return 'kind' in event && event.kind === 'malformed'
    ? malformedBody(`The body is not a CloudEvent in JSON: ${event.message}.`, { offset: event.offset })
    : event;
}

/** Reads a batch of CloudEvents (`application/cloudevents-batch+json`). An unreadable event is rejected alone. */
export function readBatch(body: Buffer, maxRecords: number): readonly RawRecord[] | RequestFault {
  const sliced = sliceArray(body, maxRecords);
  if (sliced.kind === 'too_many') return tooManyRecords(maxRecords);
  if (sliced.kind === 'malformed') {
    return malformedBody(`The body is not a batch of CloudEvents: ${sliced.message}.`, {
      offset: sliced.offset,
    });
  }
  return sliced.slices.map((slice) => {
    const event = toRawRecord(slice);
    if (event.kind !== 'malformed') return event;
    const message = `The event is not a JSON object: ${event.message}.`;
    return unreadable({ code: 'malformed_json', path: '', message }, structured(slice));
  });
}

/** Whether a request has a CloudEvent in binary mode, with its attributes in headers. */
export function isBinaryMode(headers: Iterable<readonly [string, string]>): boolean {
  for (const [name] of headers) if (name.toLowerCase().startsWith(HEADER_PREFIX)) return true;
  return false;
}

/** Reads a CloudEvent in binary mode. The caller has checked that the content type is JSON. */
export function readBinary(headers: Iterable<readonly [string, string]>, body: Buffer): RawRecord {
  const values = new Map<string, unknown>();
  const sent = new Map<string, string>();
  let rejection: Rejection | undefined;
  for (const [header, value] of headers) {
    const name = header.toLowerCase();
    if (!name.startsWith(HEADER_PREFIX)) continue;
    const attribute = name.slice(HEADER_PREFIX.length);
    const decoded = decodeHeader(value);
    sent.set(attribute, decoded ?? value);
    if (NOT_A_HEADER.has(attribute)) {
      const message = `${header} is not allowed as a header: the body and its content type contain it.`;
      rejection ??= invalid('', message);
    }
    if (decoded === undefined)
      rejection ??= invalid(`/${attribute}`, `/${attribute} must be percent-encoded UTF-8.`);
    values.set(attribute, decoded);
  }
  const attributes = Object.fromEntries(sent);
  const asSent: RecordAsSent = { bytes: body, contentType: 'application/json', attributes };
  return rejection === undefined ? withAttributes(values, body, asSent) : unreadable(rejection, asSent);
}

function toRawRecord(text: Buffer): RawRecord | MalformedJson {
  if (!isUtf8(text)) {
    const message = `The bytes are not UTF-8; convert them first, for example with ${CONVERT_FROM_8_BIT}.`;
    return unreadable({ code: 'invalid_utf8', path: '', message }, structured(text));
  }
  const sliced = sliceObject(text);
  if (sliced.kind === 'malformed') return sliced;
  if (sliced.kind === 'duplicate')
    return unreadable(invalid('', 'An attribute appears twice in the event.'), structured(text));
  const values = new Map<string, unknown>();
  for (const [name, slice] of sliced.members) {
    if (name === 'data') continue;
    const value = parseValue(slice);
    if (value === undefined)
      return {
        kind: 'malformed',
        message: 'an attribute is not a JSON value',
        offset: slice.byteOffset - text.byteOffset,
      };
    // `null` means that the attribute is absent (CloudEvents JSON format, section 2.2).
    if (value !== null) values.set(name, value);
  }
  return withAttributes(values, sliced.members.get('data'), structured(text));
}

function structured(bytes: Buffer): RecordAsSent {
  return { bytes, contentType: 'application/cloudevents+json' };
}

function withAttributes(
  values: ReadonlyMap<string, unknown>,
  data: Buffer | undefined,
  asSent: RecordAsSent,
): RawRecord {
  const event: Record<string, unknown> = Object.fromEntries(values);
  const id = typeof event['id'] === 'string' ? event['id'] : undefined;
  const rejections = checkEnvelope(data === undefined ? event : { ...event, data });
  if (rejections !== undefined)
    return { kind: 'rejected', rejections, asSent, ...(id === undefined ? {} : { id }) };
  if (data === undefined) return unreadable(invalid('/data', '/data is required.'), asSent, id);

  const core = CORE.filter((name) => values.has(name)).map((name) => [name, event[name]] as const);
  const misfit = core.find(([, value]) => typeof value !== 'string');
  if (misfit !== undefined)
    return unreadable(invalid(`/${misfit[0]}`, `/${misfit[0]} must be a text.`), asSent, id);
  const key = event['partitionkey'];
  if (typeof key === 'string' && (key === '' || key.length > MAX_PARTITION_KEY_LENGTH)) {
    const message = `/partitionkey must be a text of 1 to ${MAX_PARTITION_KEY_LENGTH} characters.`;
    return unreadable(invalid('/partitionkey', message), asSent, id);
  }
  const extensions = [...values].filter(([name]) => !WRITTEN_BY_US.has(name)) as [string, ExtensionValue][];
  return {
    kind: 'record',
    data,
    asSent,
    attributes: {
      ...(Object.fromEntries(core) as unknown as EventAttributes),
      ...(extensions.length === 0 ? {} : { extensions: Object.fromEntries(extensions) }),
    },
  };
}

/**
 * Decodes a header's value: removes the quotes of a quoted string, then decodes percent-encoding once (HTTP binding
 * 1.0.2, section 3.1.3.2).
 */
function decodeHeader(value: string): string | undefined {
  const quoted = /^"(.*)"$/s.exec(value.trim())?.[1];
  const plain = quoted === undefined ? value : quoted.replace(/\\(.)/gs, '$1');
  if (!plain.includes('%')) return plain;
  try {
    return decodeURIComponent(plain);
  } catch {
    return undefined; // The caller rejects it by the attribute's name.
  }
}

/** JSON has no `undefined`, so it means that the text is not JSON. */
function parseValue(slice: Buffer): unknown {
  try {
    return JSON.parse(slice.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function invalid(path: string, message: string): Rejection {
  return { code: 'envelope_invalid', path, message };
}

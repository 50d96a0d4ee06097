import { isJsonEssence, parseMediaType } from '../platform/text/media-type';
import { type RequestFault, unsupportedMediaType } from './request-fault';

/** Formats in which records can be sent. */
export type BodyFormat = 'json' | 'ndjson' | 'csv' | 'cloudevent' | 'cloudevent-batch';

/** The format and charset of a body, from its `Content-Type`. */
export interface BodyType {
  readonly format: BodyFormat;
  /** As the sender wrote it. Undefined means UTF-8. */
  readonly charset: string | undefined;
}

const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
  'application/cloudevents+json': 'cloudevent',
  'application/cloudevents-batch+json': 'cloudevent-batch',
};
const USE_ONE_OF = `use one of ${Object.keys(FORMATS).join(', ')}.`;

/**
 * Reads the format and the charset from a `Content-Type`.
 *
 * CSV must have a header row (RFC 4180), so `header=absent` is refused. Unknown parameters are also refused, because
 * they could change the meaning of the bytes.
 */
export function toBodyType(contentType: string | undefined): BodyType | RequestFault {
  if (contentType === undefined || contentType.trim() === '') {
    return unsupportedMediaType(`The request has no content type; ${USE_ONE_OF}`);
  }
  const parsed = parseMediaType(contentType);
  const format =
    parsed !== undefined && Object.hasOwn(FORMATS, parsed.essence) ? FORMATS[parsed.essence] : undefined;
  if (parsed === undefined || format === undefined) {
    return unsupportedMediaType(`The content type ${printable(contentType)} is not supported; ${USE_ONE_OF}`);
  }
  const refused = findUnknownParameter(parsed.parameters, format);
  if (refused !== undefined) {
    return unsupportedMediaType(
      `The content type parameter ${printable(refused.join('='))} is not supported; remove it.`,
    );
  }
  return { format, charset: parsed.parameters.get('charset') };
}

/**
 * Reads the charset of a JSON data content type, such as of a CloudEvent in binary mode.
 *
 * @returns undefined if it is not JSON or has an unknown parameter
 */
export function toJsonBodyType(contentType: string): Pick<BodyType, 'charset'> | undefined {
  const parsed = parseMediaType(contentType);
  if (parsed === undefined || !isJsonEssence(parsed.essence)) return undefined;
  if (findUnknownParameter(parsed.parameters, 'json') !== undefined) return undefined;
  return { charset: parsed.parameters.get('charset') };
}

function findUnknownParameter(
  parameters: ReadonlyMap<string, string>,
  format: BodyFormat,
): readonly [string, string] | undefined {
  const isKnown = ([name, value]: readonly [string, string]): boolean =>
    name === 'charset' || (format === 'csv' && name === 'header' && value.toLowerCase() === 'present');
  return [...parameters].find((parameter) => !isKnown(parameter));
}

/** Shortens text of the caller and replaces other characters, so that a message can contain it. */
function printable(text: string): string {
  return `"${text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?')}"`;
}

import { isJsonEssence, parseMediaType } from '../platform/text/media-type';
import { type RequestFault, unsupportedMediaType } from './request-fault';

/** The forms in which records may arrive. */
export type BodyFormat = 'json' | 'ndjson' | 'csv' | 'cloudevent' | 'cloudevent-batch';

/** What a `Content-Type` says about a body. */
export interface BodyType {
  readonly format: BodyFormat;
  /** As the sender wrote it; undefined is UTF-8. */
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
 * Finds the format and the charset that a `Content-Type` names.
 *
 * A header row is assumed for CSV (RFC 4180), so `header=absent` is refused, and so is every parameter that is not known:
 * it might change what the bytes mean.
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
      `The content type parameter ${printable(refused.join('='))} is not supported; leave it out.`,
    );
  }
  return { format, charset: parsed.parameters.get('charset') };
}

/**
 * The charset of a data content type that is JSON, as of a CloudEvent in binary mode.
 *
 * @returns undefined for one that is not JSON, or has a parameter that is not known
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

/** What a caller sent, short and harmless enough to be shown back. */
function printable(text: string): string {
  return `"${text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?')}"`;
}

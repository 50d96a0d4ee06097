import { type RequestFault, unsupportedMediaType } from './request-fault';

/** The forms in which records may arrive. */
export type BodyFormat = 'json' | 'ndjson' | 'csv' | 'cloudevent' | 'cloudevent-batch';

const FORMATS: Readonly<Record<string, BodyFormat>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  'application/jsonl': 'ndjson',
  'text/csv': 'csv',
  'application/cloudevents+json': 'cloudevent',
  'application/cloudevents-batch+json': 'cloudevent-batch',
};

/**
 * Finds the format that a `Content-Type` names.
 *
 * `charset` may be given as UTF-8. A header row is assumed for CSV (RFC 4180), so `header=absent` is refused, and so
 * is every parameter that is not known: it might change what the bytes mean.
 */
export function toBodyFormat(contentType: string | undefined): BodyFormat | RequestFault {
  const [essence = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim());
  if (essence === '') {
    return unsupportedMediaType(
      `The request has no content type; use one of ${Object.keys(FORMATS).join(', ')}.`,
    );
  }
  const format = Object.hasOwn(FORMATS, essence.toLowerCase()) ? FORMATS[essence.toLowerCase()] : undefined;
  if (format === undefined) {
    return unsupportedMediaType(
      `The content type ${printable(essence)} is not supported; use one of ${Object.keys(FORMATS).join(', ')}.`,
    );
  }
  const refused = parameters.find((parameter) => parameter !== '' && !isHarmless(parameter, format));
  return refused === undefined
    ? format
    : unsupportedMediaType(
        `The content type parameter ${printable(refused)} is not supported; bodies are UTF-8.`,
      );
}

/** Says whether a data content type, as in CloudEvents `datacontenttype`, is JSON in UTF-8. */
export function isJsonContentType(contentType: string): boolean {
  const [essence = '', ...parameters] = contentType.split(';').map((part) => part.trim());
  return (
    /^application\/(?:[\w.-]+\+)?json$/i.test(essence) &&
    parameters.every((parameter) => parameter === '' || isHarmless(parameter, 'json'))
  );
}

function isHarmless(parameter: string, format: BodyFormat): boolean {
  const text = parameter.toLowerCase().replace(/\s*=\s*/, '=');
  return /^charset="?utf-?8"?$/.test(text) || (format === 'csv' && /^header="?present"?$/.test(text));
}

/** What a caller sent, short and harmless enough to be shown back. */
function printable(text: string): string {
  return `"${text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?')}"`;
}

/** Why a request as a whole could not be read. Not one of its records is taken in. */
export interface RequestFault {
  /** HTTP status: 400 unreadable, 413 too much, 415 a content type that is not supported. */
  readonly status: 400 | 413 | 415;
  readonly code:
    'empty_body' | 'malformed_body' | 'query_invalid' | 'too_many_records' | 'unsupported_media_type';
  /** One sentence for the caller; never carries the body's content. */
  readonly message: string;
  /** Where reading stopped, as far as it is known. */
  readonly place?: BodyPlace;
}

/** A place in a body, as the members of a problem tell it. */
export interface BodyPlace {
  /** In bytes of the body as UTF-8 without a byte order mark. */
  readonly offset?: number;
  /** From 1; CRLF, LF and CR end a line. */
  readonly line?: number;
  /** Cell of a CSV row, from 1. */
  readonly column?: number;
}

export function malformedBody(message: string, place?: BodyPlace): RequestFault {
  return { status: 400, code: 'malformed_body', message, ...(place === undefined ? {} : { place }) };
}

export function emptyBody(): RequestFault {
  return {
    status: 400,
    code: 'empty_body',
    message: 'The request has no body, or nothing but blanks in it; send at least one record.',
  };
}

export function unsupportedMediaType(message: string): RequestFault {
  return { status: 415, code: 'unsupported_media_type', message };
}

export function tooManyRecords(maxRecords: number): RequestFault {
  return {
    status: 413,
    code: 'too_many_records',
    message: `The request holds more than ${maxRecords} records, the most that one request may carry.`,
  };
}

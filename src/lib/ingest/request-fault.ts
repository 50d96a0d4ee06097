/** Why a request as a whole could not be read. None of its records is published. */
export interface RequestFault {
  /** HTTP status: 400 unreadable, 413 too large, 415 unsupported content type. */
  readonly status: 400 | 413 | 415;
  readonly code:
    'empty_body' | 'malformed_body' | 'query_invalid' | 'too_many_records' | 'unsupported_media_type';
  /** One sentence for the caller. It never contains content of the body. */
  readonly message: string;
  /** Where reading stopped, if it is known. */
  readonly place?: BodyPlace;
}

/** A position in a body. Its members become members of the problem. */
export interface BodyPlace {
  /** Bytes of the body as UTF-8 without a byte order mark. */
  readonly offset?: number;
  /** From 1. CRLF, LF and CR end a line. */
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
    message: 'The request has no body, or only white space; send at least one record.',
  };
}

export function unsupportedMediaType(message: string): RequestFault {
  return { status: 415, code: 'unsupported_media_type', message };
}

export function tooManyRecords(maxRecords: number): RequestFault {
  return {
    status: 413,
    code: 'too_many_records',
    message: `The request has more than ${maxRecords} records, which is the maximum of one request; send them in parts.`,
  };
}

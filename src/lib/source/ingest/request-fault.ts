/** Why a request as a whole could not be read. Not one of its records is taken in. */
export interface RequestFault {
  /** HTTP status: 400 unreadable, 413 too much, 415 a content type that is not supported. */
  readonly status: 400 | 413 | 415;
  readonly code: 'empty_body' | 'malformed_body' | 'too_many_records' | 'unsupported_media_type';
  /** One sentence for the caller; never carries the body's content. */
  readonly message: string;
  /** Byte offset into the body at which reading stopped, where there is one. */
  readonly offset?: number;
}

export function malformedBody(message: string, offset?: number): RequestFault {
  return { status: 400, code: 'malformed_body', message, ...(offset === undefined ? {} : { offset }) };
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

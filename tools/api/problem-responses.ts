import { type ProblemStatus } from '../../src/lib/platform/http/api-shapes';

export interface ProblemResponse {
  /** Name in `components.responses`. */
  readonly name: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** Meaning of a problem with each status, for all routes. */
export const PROBLEM_RESPONSES: Readonly<Record<ProblemStatus, ProblemResponse>> = {
  400: {
    name: 'BadRequest',
    description: 'The request cannot be read; the detail has the error and the remedy.',
  },
  404: {
    name: 'NotFound',
    description: 'The contract, version, source, view, table, record or refresh does not exist.',
  },
  409: { name: 'Conflict', description: 'The refresh has already ended.' },
  411: {
    name: 'LengthRequired',
    description: 'The body is chunked; send it with a Content-Length.',
  },
  413: {
    name: 'ContentTooLarge',
    description: 'The body, before or after decoding, or its number of records exceeds the limit.',
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The content type, its charset or the content encoding is not supported.',
    headers: {
      'Accept-Encoding': {
        description: 'The supported content encodings, if the encoding is the problem.',
        schema: { type: 'string' },
      },
    },
  },
  422: { name: 'Rejected', description: 'No record fits its contract; the results have the reasons.' },
  500: {
    name: 'InternalServerError',
    description: 'The app failed; the problem has the invocation id to search for in the logs.',
  },
  501: {
    name: 'NotImplemented',
    description: 'The settings have no Databricks job, so this app refreshes nothing.',
  },
  503: {
    name: 'ServiceUnavailable',
    description: 'A service that the app needs does not respond. Send the request again.',
    headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } } },
  },
};

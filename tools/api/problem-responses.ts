import { type ProblemStatus } from '../../src/lib/platform/http/api-shapes';

export interface ProblemResponse {
  /** In `components.responses`. */
  readonly name: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** What a problem of each status means, whatever the route. */
export const PROBLEM_RESPONSES: Readonly<Record<ProblemStatus, ProblemResponse>> = {
  400: {
    name: 'BadRequest',
    description: 'The request cannot be read; the detail names what is wrong and the remedy.',
  },
  404: {
    name: 'NotFound',
    description: 'There is no such contract, version, source, view, table, record or refresh.',
  },
  409: { name: 'Conflict', description: 'It has ended already.' },
  411: {
    name: 'LengthRequired',
    description: 'The body came in chunks; send it whole, with a Content-Length.',
  },
  413: {
    name: 'ContentTooLarge',
    description: 'The body, decoded or not, or the number of records in it, is beyond the limit.',
  },
  415: {
    name: 'UnsupportedMediaType',
    description: 'The content type, its charset or the content encoding is not taken.',
    headers: {
      'Accept-Encoding': {
        description: 'The content encodings that are taken, where it is the encoding that is not.',
        schema: { type: 'string' },
      },
    },
  },
  422: { name: 'Rejected', description: 'No record keeps the contract; the verdicts say why.' },
  500: {
    name: 'InternalServerError',
    description: 'The app failed; the problem names the invocation to look for in the logs.',
  },
  501: {
    name: 'NotImplemented',
    description: 'The settings name no Databricks job, so nothing is refreshed here.',
  },
  503: {
    name: 'ServiceUnavailable',
    description: 'A service behind the app does not answer. Send the request again.',
    headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } } },
  },
};

interface JsonBody {
  readonly description: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** A response with a JSON body. */
export function toJsonBody(description: string, schema: object): JsonBody {
  return { description, content: { 'application/json': { schema } } };
}

/** The header of requests whose bodies are compressed. */
export const CONTENT_ENCODING = {
  name: 'Content-Encoding',
  in: 'header',
  description: 'How the body is compressed. It may decode to 100 MB.',
  schema: { type: 'string', enum: ['gzip', 'deflate', 'br', 'identity'], default: 'identity' },
} as const;

const NAMES = {
  400: 'BadRequest',
  404: 'NotFound',
  409: 'Conflict',
  411: 'LengthRequired',
  413: 'ContentTooLarge',
  415: 'UnsupportedMediaType',
  500: 'InternalServerError',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
} as const;

/** References to the shared problem responses (RFC 9457) of these statuses. */
export function problem(...statuses: readonly (keyof typeof NAMES)[]): Record<string, unknown> {
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${NAMES[status]}` }]),
  );
}

function toProblem(description: string, schema = 'Problem'): Record<string, unknown> {
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

/** `components.responses`. */
export const RESPONSES = {
  BadRequest: toProblem(
    'The request cannot be read; `offset`, `line` and `column` say where, if it is the body.',
  ),
  NotFound: toProblem('There is no such contract, version, source, view, table, record or refresh.'),
  Conflict: toProblem('It has ended already.'),
  LengthRequired: toProblem('The body came in chunks; send it whole, with a Content-Length.'),
  ContentTooLarge: toProblem(
    'The body, decoded or not, or the number of records in it, is beyond the limit.',
  ),
  UnsupportedMediaType: {
    ...toProblem('The content type, its charset or the content encoding is not taken.'),
    headers: {
      'Accept-Encoding': {
        description: 'The content encodings that are taken, where it is the encoding that is not.',
        schema: { type: 'string' },
      },
    },
  },
  Rejected: toProblem('No record keeps the contract; the verdicts say why.', 'VerdictsProblem'),
  InternalServerError: toProblem('The app failed; the problem names the invocation to look for in the logs.'),
  NotImplemented: toProblem('The settings name no Databricks job, so nothing is refreshed here.'),
  ServiceUnavailable: {
    ...toProblem('A service behind the app does not answer. Send the request again.', 'VerdictsProblem'),
    headers: {
      'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
    },
  },
};

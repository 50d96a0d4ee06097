import { z } from 'zod';

/** Makes every member of a type read-only, at every depth. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The read-only type of a shape's values. */
export type Shape<Type extends z.ZodType> = DeepReadonly<z.infer<Type>>;

export const count = z.int().min(0);

/** A time in the format of RFC 3339. */
export const timestamp = z.string().meta({ format: 'date-time' });

/** In memory it can be a text of `exact-json`. In JSON it is a number with all of its digits. */
export const exactNumber: z.ZodType<number | string> = z.number();

/** A whole number of a query, both limits inclusive. */
export function wholeNumber(minimum: number, maximum: number): z.ZodInt {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A flag of a query. */
export const flag = z.boolean({ error: 'must be true or false' });

/** One of several texts of a query. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

/** The body of every error response (RFC 9457). */
export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('A description of the error for people.'),
    code: z.string().describe('The error code for programs.'),
  })
  .meta({ id: 'Problem', description: 'A problem as in RFC 9457.' });

/** The header of requests whose bodies can be compressed. */
export const contentEncoding = z.object({
  'Content-Encoding': z
    .enum(['gzip', 'deflate', 'br', 'identity'])
    .default('identity')
    .describe('How the body is compressed. The decompressed body may have up to 100 MB.'),
});

/** The statuses of problems (RFC 9457). */
export type ProblemStatus = 400 | 404 | 409 | 411 | 413 | 415 | 422 | 500 | 501 | 503;

/** Groups of operations, as API documentation lists them. */
export type ApiTag = 'ingest' | 'refresh' | 'serve' | 'quarantine' | 'simulate' | 'contracts' | 'health';

/** A response other than a problem. */
export interface ApiResponse {
  readonly description: string;
  /** Shapes by media type. */
  readonly content: Readonly<Record<string, z.ZodType>>;
  readonly headers?: z.ZodObject;
}

/** The problems of one status. */
export interface ApiProblems {
  /** Values of the member `code`. */
  readonly codes: readonly string[];
  /** The problem with additional members of this route. @default `problem` of api-shapes.ts */
  readonly shape?: z.ZodObject;
}

/**
 * One operation of the HTTP API as data. The `api.ts` of a feature exports its routes, and `npm run generate` writes
 * the OpenAPI document from them. Parameters have the type of their value, such as a whole number, although they are
 * sent as text.
 */
export interface ApiRoute {
  /** Unique among all operations. */
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'delete';
  /** Such as `/api/refresh/{id}`. */
  readonly path: string;
  readonly tag: ApiTag;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** With `function` a call needs a function key. */
  readonly auth: 'anonymous' | 'function';
  /** Parameters of the path, in order. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** Shapes of the body by media type. If they are set, a body is required. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  /** By status. */
  readonly responses: Readonly<Record<number, ApiResponse>>;
  /** Codes by status, or an object if the problems of this route have additional members. */
  readonly problems: Readonly<Partial<Record<ProblemStatus, readonly string[] | ApiProblems>>>;
}

/** Returns the response of a route that answers with JSON. */
export function jsonResponse(description: string, shape: z.ZodType, headers?: z.ZodObject): ApiResponse {
  const content = { 'application/json': shape };
  return headers === undefined ? { description, content } : { description, content, headers };
}

import { z } from 'zod';

/** Makes every member of a type read-only, at every depth. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** The type of a shape's values, read-only. */
export type Shape<Type extends z.ZodType> = DeepReadonly<z.infer<Type>>;

export const count = z.int().min(0);

/** A time as RFC 3339 writes it. */
export const timestamp = z.string().meta({ format: 'date-time' });

/** In memory it may be a stand-in of `exact-json`, which is a text; in JSON it is a number with all of its digits. */
export const exactNumber: z.ZodType<number | string> = z.number();

/** A whole number of a query. Both bounds belong to it. */
export function wholeNumber(minimum: number, maximum: number): z.ZodInt {
  const error = `is a whole number from ${minimum} to ${maximum}`;
  return z.int({ error }).min(minimum, { error }).max(maximum, { error });
}

/** A flag of a query. */
export const flag = z.boolean({ error: 'is true or false' });

/** One of several texts in a query. */
export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> {
  return z.enum(values, { error: `is one of ${values.join(', ')}` });
}

/** The body of every answer that is an error (RFC 9457). */
export const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('For people.'),
    code: z.string().describe('For programs; the other texts are for people.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.' });

/** The header of requests whose bodies may be compressed. */
export const contentEncoding = z.object({
  'Content-Encoding': z
    .enum(['gzip', 'deflate', 'br', 'identity'])
    .default('identity')
    .describe('How the body is compressed. It may decode to 100 MB.'),
});

/** What a problem (RFC 9457) may answer with. */
export type ProblemStatus = 400 | 404 | 409 | 411 | 413 | 415 | 422 | 500 | 501 | 503;

/** Groups of operations, as pages that show the document list them. */
export type ApiTag = 'ingest' | 'refresh' | 'serve' | 'quarantine' | 'simulate' | 'contracts' | 'health';

/** A response that is not a problem. */
export interface ApiResponse {
  readonly description: string;
  /** Shapes by media type. */
  readonly content: Readonly<Record<string, z.ZodType>>;
  readonly headers?: z.ZodObject;
}

/** Problems of one status. */
export interface ApiProblems {
  /** Values of the member `code`. */
  readonly codes: readonly string[];
  /** The problem with the members of this route. @default `problem` of api-shapes.ts */
  readonly shape?: z.ZodObject;
}

/**
 * One operation of the HTTP API as data. A feature's `api.ts` exports its routes; `npm run generate` writes the OpenAPI
 * document from them. Parameters are written as the values that their texts mean: a whole number, not its digits.
 */
export interface ApiRoute {
  /** Unique among all operations. */
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'delete';
  /** As in `/api/refresh/{id}`. */
  readonly path: string;
  readonly tag: ApiTag;
  /** One line. */
  readonly summary: string;
  readonly description?: string;
  /** `function`: a call needs a function key. */
  readonly auth: 'anonymous' | 'function';
  /** Parameters of the path, in its order. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** Shapes of the body by media type; a body is required where there is one. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  /** By status. */
  readonly responses: Readonly<Record<number, ApiResponse>>;
  /** By status: the codes, or more where problems of this route have members of their own. */
  readonly problems: Readonly<Partial<Record<ProblemStatus, readonly string[] | ApiProblems>>>;
}

/** The response of a route that answers JSON. */
export function jsonResponse(description: string, shape: z.ZodType, headers?: z.ZodObject): ApiResponse {
  const content = { 'application/json': shape };
  return headers === undefined ? { description, content } : { description, content, headers };
}

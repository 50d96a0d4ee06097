import { type z } from 'zod';

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

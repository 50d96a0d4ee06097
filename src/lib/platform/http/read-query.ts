import { z } from 'zod';

/** The values of a query, or one sentence that names the wrong parameter. */
export type QueryReading<Type extends z.ZodType> =
  | { readonly outcome: 'read'; readonly query: z.output<Type> }
  | { readonly outcome: 'invalid'; readonly detail: string };

/**
 * Reads a query by its shape in `api.ts`. A repeated parameter has its first value. The message of a parameter's shape
 * completes the sentence `The query parameter 'name' …`.
 */
export function readQuery<Type extends z.ZodObject>(shape: Type, query: URLSearchParams): QueryReading<Type> {
  const values: Record<string, unknown> = {};
  for (const name of new Set(query.keys())) values[name] = toValue(query.get(name) ?? '', shape.shape[name]);
  const parsed = shape.safeParse(values);
  if (parsed.success) return { outcome: 'read', query: parsed.data };
  const [issue] = parsed.error.issues;
  if (issue === undefined || issue.code === 'unrecognized_keys') {
    const detail = `Unknown query parameter; the parameters are ${Object.keys(shape.shape).join(', ')}.`;
    return { outcome: 'invalid', detail };
  }
  return { outcome: 'invalid', detail: `The query parameter '${String(issue.path[0])}' ${issue.message}.` };
}

/**
 * Converts a text to the type of its shape. A text that does not convert remains a text, and the shape refuses it.
 */
function toValue(text: string, shape: unknown): unknown {
  if (shape instanceof z.ZodDefault || shape instanceof z.ZodExactOptional) {
    return toValue(text, shape.unwrap());
  }
  if (shape instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text;
  if (shape instanceof z.ZodNumber) return text.trim() === '' ? text : Number(text);
  return text;
}

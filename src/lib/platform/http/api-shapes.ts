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

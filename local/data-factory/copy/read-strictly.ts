import { type z } from 'zod';
import { notExecuted } from '../engine/activity-failure';

/**
 * Reads a part of a definition that has only what the stand-in executes. Anything else in it is a failure: a property
 * that is passed over would change what the activity does.
 *
 * @throws ActivityFailure `NotExecutedLocally`
 */
export function readStrictly<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw notExecuted(`${what} as it is defined (${reasons.join('; ')})`);
}

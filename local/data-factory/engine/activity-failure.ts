import { type z } from 'zod';

/** Whose fault a failure is, as the service reports it. */
export type FailureType = 'UserError' | 'SystemError';

/**
 * Why an activity failed; becomes the `error` of its activity run. Codes are those that Data Factory documents where it
 * documents one (https://learn.microsoft.com/azure/data-factory/data-factory-troubleshoot-guide), and
 * `NotExecutedLocally` for what the real service would do and the stand-in does not.
 */
export class ActivityFailure extends Error {
  override readonly name = 'ActivityFailure';
  readonly errorCode: string;
  readonly failureType: FailureType;

  constructor(
    errorCode: string,
    message: string,
    { failureType = 'UserError', cause }: { failureType?: FailureType; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.errorCode = errorCode;
    this.failureType = failureType;
  }
}

/** A part of a definition that the real service executes and the stand-in does not: never passed over in silence. */
export function notExecuted(what: string): ActivityFailure {
  return new ActivityFailure('NotExecutedLocally', `The local data factory does not execute ${what}.`);
}

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

import { type z } from 'zod';

/** Category of a failure, as Azure reports it. */
export type FailureType = 'UserError' | 'SystemError';

/**
 * Failure of an activity, which becomes the `error` of its activity run. Codes are documented ones of Data
 * Factory (https://learn.microsoft.com/azure/data-factory/data-factory-troubleshoot-guide).
 * `NotExecutedLocally` is for features that Azure executes and the stand-in does not.
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

/**
 * The failure of a feature that Azure executes and the stand-in does not. Such features are never ignored
 * silently.
 */
export function notExecuted(what: string): ActivityFailure {
  return new ActivityFailure('NotExecutedLocally', `The local data factory does not execute ${what}.`);
}

/**
 * Reads a part of a definition with supported properties only. Other properties are a failure, because
 * ignoring them would change the activity.
 *
 * @throws ActivityFailure `NotExecutedLocally`
 */
export function readStrictly<T>(shape: z.ZodType<T>, value: unknown, what: string): T {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw notExecuted(`${what} as it is defined (${reasons.join('; ')})`);
}

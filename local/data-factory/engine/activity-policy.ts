import { z } from 'zod';
import { type Json } from '../definitions/json';
import { type Scope } from '../expressions/evaluate';
import { resolveValue } from '../expressions/resolve-value';
import { ActivityFailure } from './activity-failure';
import { fromTimeSpan } from './time-span';

const shape = z.strictObject({
  timeout: z.string().default('0.12:00:00'),
  retry: z.number().int().min(0).default(0),
  retryIntervalInSeconds: z.number().int().min(30).max(86_400).default(30),
  secureInput: z.boolean().default(false),
  secureOutput: z.boolean().default(false),
});

export interface ActivityPolicy {
  readonly timeoutMilliseconds: number;
  readonly retry: number;
  readonly retryIntervalMilliseconds: number;
  readonly secureInput: boolean;
  readonly secureOutput: boolean;
}

/**
 * Limits and defaults as the service documents them
 * (https://learn.microsoft.com/azure/data-factory/concepts-pipelines-activities#activity-policy).
 *
 * @throws ActivityFailure `BadRequest`
 */
export function readPolicy(policy: Readonly<Record<string, Json>> | undefined, scope: Scope): ActivityPolicy {
  try {
    const { timeout, retry, retryIntervalInSeconds, ...secure } = shape.parse(
      resolveValue(policy ?? {}, scope),
    );
    return {
      timeoutMilliseconds: fromTimeSpan(timeout),
      retry,
      retryIntervalMilliseconds: retryIntervalInSeconds * 1000,
      ...secure,
    };
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof RangeError)) throw error;
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    throw new ActivityFailure('BadRequest', `The policy is not valid: ${reason}`, { cause: error });
  }
}

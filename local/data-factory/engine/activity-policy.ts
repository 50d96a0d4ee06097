import { z } from 'zod';
import { type Json } from '../../kit';
import { type Scope } from '../expressions/evaluate';
import { resolveValue } from '../expressions/resolve-value';
import { ActivityFailure } from './activity-failure';
import { fromTimeSpan, TIME_SPAN } from './time-span';

const shape = z.strictObject({
  timeout: z.string().regex(TIME_SPAN).default('0.12:00:00'),
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
 * Limits and defaults as documented
 * (https://learn.microsoft.com/azure/data-factory/concepts-pipelines-activities#activity-policy).
 *
 * @throws ActivityFailure `BadRequest`
 */
export function readPolicy(policy: Readonly<Record<string, Json>> | undefined, scope: Scope): ActivityPolicy {
  const result = shape.safeParse(resolveValue(policy ?? {}, scope));
  if (!result.success) {
    throw new ActivityFailure('BadRequest', `The policy is not valid: ${z.prettifyError(result.error)}`);
  }
  const { timeout, retry, retryIntervalInSeconds, secureInput, secureOutput } = result.data;
  return {
    timeoutMilliseconds: fromTimeSpan(timeout),
    retry,
    retryIntervalMilliseconds: retryIntervalInSeconds * 1000,
    secureInput,
    secureOutput,
  };
}

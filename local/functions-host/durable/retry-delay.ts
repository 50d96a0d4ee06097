import { type RetryOptions } from './log-record';

/**
 * The pause after a failed attempt, in milliseconds. There is one after the last attempt too: library and platform
 * both wait before they give up. Source: Azure/durabletask, RetryInterceptor.
 *
 * @param attempt the one that failed, from 1
 */
export function nextRetryDelay(
  {
    firstRetryIntervalInMilliseconds,
    backoffCoefficient = 1,
    maxRetryIntervalInMilliseconds = Number.POSITIVE_INFINITY,
  }: RetryOptions,
  attempt: number,
): number {
  const delay = firstRetryIntervalInMilliseconds * backoffCoefficient ** (attempt - 1);
  return Math.min(delay, maxRetryIntervalInMilliseconds);
}

import { StandInError } from '../../kit';
import { type RpcRetryOptions } from '../worker/core-types';

/** When a failed execution runs again. The host, not the app, performs retries. */
export interface RetryPolicy {
  /** -1: no limit. */
  readonly maxRetryCount: number;
  /** @param retryCount 1 before the first retry */
  delayMilliseconds(retryCount: number, random?: () => number): number;
}

/** Random spread of the exponential delays, as in .NET's randomised exponential backoff. */
const MIN_SPREAD = 0.8;
const SPREAD_WIDTH = 0.4;

/**
 * Reads the `retry` of a function's registration. Intervals are whole seconds, because the library rounds
 * them. Source: learn.microsoft.com, "Azure Functions error handling and retries".
 *
 * @throws StandInError `option_invalid`
 */
export function toRetryPolicy(options: RpcRetryOptions, functionName: string): RetryPolicy {
  const { maxRetryCount, retryStrategy, delayInterval, minimumInterval, maximumInterval } = options;
  const invalid = (problem: string): StandInError =>
    new StandInError('option_invalid', `function "${functionName}": retry.${problem}`);
  if (!Number.isInteger(maxRetryCount) || maxRetryCount < -1)
    throw invalid('maxRetryCount must be -1 or more');
  if (retryStrategy === 'fixedDelay') {
    if (delayInterval === undefined) throw invalid('delayInterval is missing');
    const delay = delayInterval.seconds * 1000;
    return { maxRetryCount, delayMilliseconds: () => delay };
  }
  if (minimumInterval === undefined || maximumInterval === undefined)
    throw invalid('minimumInterval or maximumInterval is missing');
  const minimum = minimumInterval.seconds * 1000;
  const maximum = maximumInterval.seconds * 1000;
  if (maximum < minimum) throw invalid('maximumInterval is less than minimumInterval');
  return {
    maxRetryCount,
    delayMilliseconds(retryCount, random = Math.random) {
      const spread = MIN_SPREAD + random() * SPREAD_WIDTH;
      return Math.min(maximum, minimum + (2 ** (retryCount - 1) - 1) * minimum * spread);
    },
  };
}

import { RetryOptions } from 'durable-functions';

/**
 * Retries failures that an activity or a sub-orchestration does not handle. One is a dead worker, which fails
 * it on the real extension; another is a table or lake that is unavailable for a while. Waits 2 s, then twice
 * as long each time up to a minute: about five minutes in all.
 */
export function activityRetry(): RetryOptions {
  const options = new RetryOptions(2000, 10);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 60_000;
  return options;
}

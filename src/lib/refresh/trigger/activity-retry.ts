import { RetryOptions } from 'durable-functions';

/**
 * For what an activity or a sub-orchestration does not answer itself: a worker that died, which fails it on the real extension, a
 * table or lake that is out of reach for a while. 2 s, then twice as long each time up to a minute: about five minutes in all.
 */
export function activityRetry(): RetryOptions {
  const options = new RetryOptions(2000, 10);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 60_000;
  return options;
}

import { RetryOptions } from 'durable-functions';

/**
 * For what an activity does not answer itself: a worker that died, a time-out of the host, a table or lake that is out of
 * reach for a while. 2 s, then twice as long each time up to a minute: about five minutes in all.
 */
export function activityRetry(): RetryOptions {
  const options = new RetryOptions(2000, 10);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 60_000;
  return options;
}

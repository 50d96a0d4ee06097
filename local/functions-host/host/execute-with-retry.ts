import { setTimeout as delay } from 'node:timers/promises';
import { type RpcException, type RpcRetryContext } from '../worker/core-types';
import { type InvocationOutcome } from './worker-process';
import { type RetryPolicy } from './retry-policy';

/** How an execution, with all its retries, ended. */
export type ExecutionOutcome =
  | { readonly outcome: 'succeeded' }
  /** Every attempt failed that the policy allows. */
  | { readonly outcome: 'failed'; readonly error: RpcException }
  /** The worker died in the middle. */
  | { readonly outcome: 'lost'; readonly error: RpcException }
  /** The host stops, between two attempts. */
  | { readonly outcome: 'stopped' };

export interface ExecuteWithRetryOptions {
  readonly policy: RetryPolicy | undefined;
  readonly attempt: (retryContext: RpcRetryContext | undefined) => Promise<InvocationOutcome>;
  /** Told of every failed attempt. */
  readonly onFailure: (error: RpcException, retriesInMilliseconds: number | undefined) => void;
  readonly signal: AbortSignal;
}

/** Runs an invocation until it succeeds or its retry policy is exhausted. */
export async function executeWithRetry({
  policy,
  attempt,
  onFailure,
  signal,
}: ExecuteWithRetryOptions): Promise<ExecutionOutcome> {
  let exception: RpcException | undefined;
  for (let retryCount = 0; ; retryCount++) {
    const retryContext =
      policy === undefined || exception === undefined
        ? undefined
        : { retryCount, maxRetryCount: policy.maxRetryCount, exception };
    const result = await attempt(retryContext);
    if (result.outcome === 'succeeded') return { outcome: 'succeeded' };
    exception = result.error;
    const retries =
      result.outcome === 'failed' &&
      policy !== undefined &&
      (policy.maxRetryCount < 0 || retryCount < policy.maxRetryCount);
    const wait = retries ? policy.delayMilliseconds(retryCount + 1) : undefined;
    onFailure(result.error, wait);
    if (wait === undefined) return { outcome: result.outcome, error: result.error };
    await delay(wait, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return { outcome: 'stopped' };
  }
}

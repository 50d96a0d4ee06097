import { type RpcException, type RpcRetryContext } from '../worker/core-types';
import { type HostClock, waitOn } from './host-clock';
import { type RetryPolicy } from './retry-policy';
import { type InvocationOutcome } from './worker-process';

/** Outcome of an execution with all its retries. */
export type ExecutionOutcome =
  | { readonly outcome: 'succeeded' }
  /** Every attempt that the policy allows has failed. */
  | { readonly outcome: 'failed'; readonly error: RpcException }
  /** The host stops, during an attempt or between two. */
  | { readonly outcome: 'stopped' };

export interface ExecuteWithRetryOptions {
  readonly functionName: string;
  readonly policy: RetryPolicy | undefined;
  readonly attempt: (retryContext: RpcRetryContext | undefined) => Promise<InvocationOutcome>;
  /** Called after every failed attempt. */
  readonly onFailure: (error: RpcException, retriesInMilliseconds: number | undefined) => void;
  readonly clock: HostClock;
  readonly signal: AbortSignal;
}

/**
 * Runs an invocation until it succeeds or its retry policy is exhausted. The death of a worker is also a
 * failure: the same input is tried again, in place.
 */
export async function executeWithRetry({
  functionName,
  policy,
  attempt,
  onFailure,
  clock,
  signal,
}: ExecuteWithRetryOptions): Promise<ExecutionOutcome> {
  let exception: RpcException | undefined;
  for (let retryCount = 0; ; retryCount++) {
    const retryContext = policy && toRetryContext(policy, { functionName, retryCount, exception });
    const result = await attempt(retryContext);
    if (result.outcome === 'succeeded') return { outcome: 'succeeded' };
    if (result.outcome === 'lost' && signal.aborted) return { outcome: 'stopped' };
    exception = result.error;
    const retries = policy !== undefined && (policy.maxRetryCount < 0 || retryCount < policy.maxRetryCount);
    const wait = retries ? policy.delayMilliseconds(retryCount + 1) : undefined;
    onFailure(result.error, wait);
    if (wait === undefined) return { outcome: 'failed', error: result.error };
    await waitOn(clock, wait, signal);
    if (signal.aborted) return { outcome: 'stopped' };
  }
}

/**
 * Creates the retry context of a function with a retry policy, from the first attempt. The exception is
 * .NET's: it contains the function's message and stack. Source: Azure/azure-functions-host,
 * ScriptInvocationContextExtensions.SetRetryContext and RpcException.
 *
 * @param exception of the previous attempt; undefined for the first one
 */
function toRetryContext(
  { maxRetryCount }: RetryPolicy,
  {
    functionName,
    retryCount,
    exception,
  }: { functionName: string; retryCount: number; exception: RpcException | undefined },
): RpcRetryContext {
  if (exception === undefined) return { retryCount, maxRetryCount };
  const { message, stackTrace = '' } = exception;
  return {
    retryCount,
    maxRetryCount,
    exception: {
      message:
        `Microsoft.Azure.WebJobs.Host.FunctionInvocationException : Exception while executing function: Functions.${functionName} ---> ` +
        `Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException : Result: Failure\nException: ${message}\nStack: ${stackTrace}`,
      stackTrace: '',
      source: '',
    },
  };
}

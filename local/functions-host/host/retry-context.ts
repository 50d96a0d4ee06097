import { type RpcException, type RpcRetryContext } from '../worker/core-types';
import { type RetryPolicy } from './retry-policy';

/**
 * What a function under a retry policy is told of its attempts, from the first one on. The exception is .NET's: the
 * message of the function is wrapped, its stack included.
 * Source: Azure/azure-functions-host, ScriptInvocationContextExtensions.SetRetryContext and RpcException.
 *
 * @param exception of the attempt before; undefined at the first one
 */
export function toRetryContext(
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

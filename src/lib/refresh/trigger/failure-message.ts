/** Longer texts stay in the logs; a row and a durable history hold this without harm. */
const MAX_MESSAGE = 2000;

/**
 * Where the message ends and what is for developers begins:
 *
 * - ` \n ` joins reason and details of a failed task; details are a serialised .NET exception, or a stack
 *   (durable-functions, `TaskOrchestrationExecutor.setTaskValue`).
 * - `Stack:` follows the message of an exception that the Node worker threw
 *   (azure-functions-host, `RpcException.GetFormattedMessage`).
 * - `$OutOfProcData$` precedes the state that the library adds to an orchestrator's error.
 * - Lines that begin with `at` are frames of Node or .NET; a serialised exception begins with its `$type`.
 */
const ENDS = [
  / \n /,
  /\r?\nStack:/,
  /\s*\$OutOfProcData\$:/,
  /\r?\n\s+at /,
  /\r?\nRequire stack:/,
  /\{\s*"\$type"/,
];

/** `Result: Failure`, `Type: …` and `Exception: …`: the frame that the host puts around a message of the worker. */
const HOST_FRAME = /Result: Failure\s*(?:Type: [^\n]*\s*)?Exception: /g;

/**
 * The message of a failure that the durable host reports, without stacks, paths of frames and serialised exceptions. So it may
 * go into a row, an answer and a span.
 *
 * @param error what an orchestrator caught, or the output of an instance that failed
 */
export function toFailureMessage(error: unknown): string {
  const text = toText(error);
  const end = Math.min(...ENDS.map((pattern) => text.search(pattern)).filter((at) => at >= 0), text.length);
  const message = text.slice(0, end).replace(HOST_FRAME, '').trim();
  if (message === '') return 'it failed without a message';
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)} …`;
}

function toText(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'string') return error;
  return error === undefined || error === null ? '' : JSON.stringify(error);
}

/** Maximum length of a message in a row and a durable history. The logs have the whole text. */
const MAX_MESSAGE = 2000;

/**
 * The end of the message, where texts for developers begin:
 *
 * - ` \n ` joins reason and details of a failed task; details are a serialised .NET exception, or a stack
 *   (durable-functions, `TaskOrchestrationExecutor.setTaskValue`).
 * - `Stack:` follows the message of an exception that the Node worker threw (azure-functions-host,
 *   `RpcException.GetFormattedMessage`).
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

/** `Result: Failure`, `Type: …` and `Exception: …`: the host adds them around a message of the worker. */
const HOST_FRAME = /Result: Failure\s*(?:Type: [^\n]*\s*)?Exception: /g;

/**
 * Extracts the message of a failure that the durable host reports, without stacks, paths and serialised
 * exceptions. The result may be stored in a row and be part of an answer and a span.
 *
 * @param error an error that an orchestrator caught, or the output of an instance that failed
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

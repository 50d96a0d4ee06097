import { toFailureMessage } from '../../../src/lib/refresh/trigger/failure-message';

/** As the extension passes it to an orchestrator: reason, ` \n `, a serialised .NET exception. */
const DETAILS = JSON.stringify({
  $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
  IsUserException: false,
  RemoteStackTrace: '    at Object.<anonymous> (/home/site/wwwroot/dist/src/functions/refresh.js:1:1)',
  Message: 'Result: Failure\nException: table_unavailable',
  StackTraceString: '   at Microsoft.Azure.WebJobs.Host.Executors.FunctionExecutor in /_/src/A.cs:line 7',
});
const NODE_STACK = `Stack:     at TableAccess.read (/home/site/wwwroot/dist/src/lib/clients/table-access.js:60:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`;

it.each([
  [
    'an activity',
    `Activity function 'refreshPlan' failed: Result: Failure\nException: the lake does not answer\n${NODE_STACK} \n ${DETAILS}`,
    "Activity function 'refreshPlan' failed: the lake does not answer",
  ],
  [
    'an activity of a worker that names the type',
    `Activity function 'refreshPlan' failed: Result: Failure\nType: SluiceError\nException: no lake\n${NODE_STACK} \n ${DETAILS}`,
    "Activity function 'refreshPlan' failed: no lake",
  ],
  [
    'a sub-orchestration whose activity failed',
    `Orchestrator function 'runJob' failed: Activity function 'refreshPollRun' failed: Result: Failure\nException: no table\n${NODE_STACK} \n ${DETAILS} \n ${DETAILS}`,
    "Orchestrator function 'runJob' failed: Activity function 'refreshPollRun' failed: no table",
  ],
  [
    'an orchestrator, with the state that the library adds',
    `no task\n\n$OutOfProcData$:${JSON.stringify({ isDone: false, actions: [] })}`,
    'no task',
  ],
  [
    'a dead turn',
    `Non-Deterministic workflow detected: no task 2\r\n   at DurableTask.Core.TaskOrchestrationContext.HandleTaskCompletedEvent(TaskCompletedEvent e) in /_/src/B.cs:line 400`,
    'Non-Deterministic workflow detected: no task 2',
  ],
  ['a serialised exception alone', `Unhandled: ${DETAILS}`, 'Unhandled:'],
  ['nothing but details', ` \n ${DETAILS}`, 'it failed without a message'],
  ['a message of several lines', 'two reasons:\n- one\n- two', 'two reasons:\n- one\n- two'],
])('extracts the message alone from the failure of %s', (_, text, expected) => {
  const message = toFailureMessage(new Error(text));
  expect(message).toBe(expected);
  expect(message).not.toMatch(/\/home|\$type|\n\s+at /);
  expect(toFailureMessage(text)).toBe(message);
});

it('shortens a message that is too long for a row', () => {
  expect(toFailureMessage(new Error('x'.repeat(5000)))).toBe(`${'x'.repeat(2000)} …`);
});

it.each([undefined, null, ''])('returns a default message for %p', (output) => {
  expect(toFailureMessage(output)).toBe('it failed without a message');
});

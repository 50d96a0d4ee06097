import {
  answeredRows,
  expectedRows,
  readAcceptedEvents,
  type ServeAnswer,
} from '../testing/fixtures/recompute-answer';
import { runScript } from '../testing/fixtures/run-script';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { telemetry } from '../testing/fixtures/telemetry';
import { isProving, runs } from '../testing/runs';

/** Requests of 200 records each. */
const REQUESTS = runs(15, 40);
const RECORDS = 200;

let stack: TestStack;

beforeEach(async () => {
  stack = await startTestStack({
    faultEndpoints: true,
    settings: { SWEEP_SCHEDULE: '*/5 * * * * *', SWEEP_AFTER_SECONDS: '2' },
  });
});

afterEach(async () => {
  await stack.end();
});

/** @returns the id of the process that runs the function app */
async function workerProcessId(): Promise<number> {
  const response = await fetch(`${stack.baseUrl}/admin/host/status`);
  return ((await response.json()) as { workerProcessId: number }).workerProcessId;
}

/**
 * Sends all requests one at a time, and repeats each until the answer is 202. Calls `during` after a third of them.
 */
async function sendAll(during: () => Promise<void>): Promise<void> {
  for (let request = 0; request < REQUESTS; request++) {
    if (request === Math.floor(REQUESTS / 3)) await during();
    const body = Array.from({ length: RECORDS }, (_, index) =>
      JSON.stringify(
        telemetry(`r${request}-${index}`, {
          deviceId: `dev-${index % 50}`,
          measuredAt: new Date().toISOString(),
        }),
      ),
    ).join('\n');
    await eventually(async () => {
      const response = await stack.api('ingest/iot/telemetry', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/x-ndjson', prefer: 'return=minimal' },
      });
      return response.status === 202;
    }, `request ${request} is accepted`);
  }
}

/** Makes the trigger lose events as the real trigger does, and four times 150 events more. */
async function loseEvents(): Promise<void> {
  for (const [fault, times] of [
    [{ kind: 'lose-kept-back-events' }, 1000],
    [{ kind: 'skip-events', count: 150 }, 4],
  ] as const) {
    const response = await fetch(`${stack.baseUrl}/_stand-in/faults`, {
      method: 'POST',
      body: JSON.stringify({ fault, times, functionName: 'landIot' }),
    });
    expect(response.status).toBe(200);
  }
}

/** The name and the processes of what a test kills. */
type Victim = readonly [name: string, processIds: () => Promise<readonly number[]>];

/** Runs under `npm run prove` alone: the cases with lost events cover the same and more. */
const SOUND_TRIGGER: readonly Victim[] = [
  ['the function worker', async () => [await workerProcessId()]],
  ['the lake', async () => [(await stack.processIds())['lake'] ?? 0]],
];

it.each<Victim>([
  ...(isProving ? SOUND_TRIGGER : []),
  ['the Functions host', async () => [(await stack.processIds())['app'] ?? 0]],
  ['the hub', async () => [(await stack.processIds())['eventHubs'] ?? 0]],
  ['the tables', async () => [(await stack.processIds())['azurite'] ?? 0]],
  [
    'the function worker, whose trigger loses events,',
    async () => {
      await loseEvents();
      return [await workerProcessId()];
    },
  ],
  [
    'the lake, while the trigger loses events,',
    async () => {
      await loseEvents();
      return [(await stack.processIds())['lake'] ?? 0];
    },
  ],
])('lands and aggregates each event exactly once when %s is killed with -9', async (victim, victims) => {
  await sendAll(async () => {
    for (const processId of await victims()) {
      expect(processId).toBeGreaterThan(1);
      process.kill(processId, 'SIGKILL');
    }
  });
  await stack.landed();

  const { received, accepted, quarantined } = await stack.progress('iot');
  // The client repeats a request when its answer is lost, so the hub may hold more events than it sent.
  expect(received).toBeGreaterThanOrEqual(REQUESTS * RECORDS);
  expect(accepted + quarantined).toBe(received);
  const { code, output } = await runScript('reconcile.js', ['--data', stack.dataDirectory]);
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('Clean:') as string });
  if (victim.includes('loses events')) expect(output).toMatch(/Skipped and healed: [1-9][\d,]* events/);

  const answer = await liveAnswer(received);
  const expected = expectedRows(answer, readAcceptedEvents(stack.dataDirectory, 'iot'));
  expect(answeredRows(answer)).toEqual(expected);
  // Azurite loses its last seconds when it is killed. The answer then reports incomplete minutes.
  if (victim !== 'the tables') expect([answer.incomplete, expected.length > 0]).toEqual([[], true]);
});

/** Waits until live windows include all events of the hub. @returns their answer for the last hour */
async function liveAnswer(received: number): Promise<ServeAnswer> {
  let answer: ServeAnswer | undefined;
  await eventually(async () => {
    const response = await stack.api('serve/iot_telemetry');
    answer = (await response.json()) as ServeAnswer;
    return answer.asOf.reduce((sum, { sequenceNumber }) => sum + sequenceNumber + 1, 0) === received;
  }, 'every event is in the live windows');
  if (answer === undefined) throw new Error('there is no answer');
  return answer;
}

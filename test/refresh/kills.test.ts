import { join } from 'node:path';
import {
  dumpTables,
  ended,
  LONG_MILLISECONDS,
  readRefresh,
  recompute,
  startRefresh,
} from '../testing/fixtures/lakehouse';
import { send, simulateShop } from '../testing/fixtures/simulated-shop';
import { eventually, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { runs } from '../testing/runs';

const COUNT = runs(150, 400);
const NOON = Date.parse('2026-11-19T12:00:00Z');

let stack: TestStack;
/** Number of the newest successful refresh. */
let newest: number;

beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true, faultEndpoints: true });
});

afterAll(async () => {
  await stack.end();
});

async function kill(service: string): Promise<void> {
  const victim = (await stack.processIds())[service] ?? 0;
  expect(victim).toBeGreaterThan(1);
  process.kill(victim, 'SIGKILL');
}

/** Waits until a step of the refresh, or a task of its job, has started. */
function reached(id: string, what: string): Promise<void> {
  return eventually(async () => {
    const { steps, runs, state } = await readRefresh(stack, id);
    if (state !== 'running') throw new Error(`the refresh is ${state} before it reached ${what}`);
    const tasks = runs.flatMap((run) => run.tasks.map(({ name }) => name));
    return steps.some(({ step }) => step === what) || tasks.includes(what);
  }, `the refresh has reached ${what}`);
}

const SCENES: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'the Functions host',
    // All three moments under `npm run prove`, only the last one otherwise.
    (
      [
        ['app', 'pipelines'],
        ['app', 'job'],
        ['app', 'gold_facts'],
      ] as const
    ).slice(-runs(1, 3)),
  ],
  // The tables are missing here: unlike Azure, Azurite keeps its last acknowledged writes in memory only.
  [
    'Data Factory, the identity endpoint and Databricks',
    [
      ['dataFactory', 'pipelines'],
      ['identity', 'plan'],
      ['databricks', 'gold_facts'],
    ],
  ],
  ['the lake', [['lake', 'gold_dimensions']]],
];

it.each(SCENES.map(([name, kills], index) => ({ name, kills, index })))(
  'completes a refresh when $name are killed with -9',
  async ({ kills, index }) => {
    await send(stack, simulateShop(7, new Date(NOON + index * 3_600_000), COUNT));
    await stack.landed();
    const id = await startRefresh(stack, '?pipelines=all');
    for (const [service, moment] of kills) {
      await reached(id, moment);
      await kill(service);
    }
    const refresh = await ended(stack, id);
    expect([refresh.state, refresh.reason]).toEqual(['succeeded', null]);
    newest = refresh.number;
  },
  LONG_MILLISECONDS,
);

/** Kills the worker within the next turn of an orchestration. The Durable Task extension then fails the instance. */
async function killTurn(functionName: string): Promise<void> {
  const body = JSON.stringify({ fault: { kind: 'kill-turn' }, functionName });
  const response = await fetch(`${stack.baseUrl}/_stand-in/faults`, { method: 'POST', body });
  expect(response.status).toBe(200);
}

/** @returns the number of injected faults that have not happened yet */
async function pendingFaults(): Promise<number> {
  const response = await fetch(`${stack.baseUrl}/_stand-in/faults`);
  return ((await response.json()) as { pending: number }).pending;
}

it(
  'completes a refresh with one run when the worker dies within turns of its runs',
  async () => {
    await send(stack, simulateShop(9, new Date(NOON + 30 * 3_600_000), COUNT));
    await stack.landed();
    await killTurn('runPipeline');
    const id = await startRefresh(stack, '?pipelines=all');
    await reached(id, 'job');
    await killTurn('runJob');
    const refresh = await ended(stack, id);
    expect([refresh.state, refresh.reason]).toEqual(['succeeded', null]);
    expect(await pendingFaults()).toBe(0);
    expect(refresh.runs.filter(({ kind }) => kind === 'job')).toHaveLength(1);
    newest = refresh.number;
  },
  LONG_MILLISECONDS,
);

it(
  'closes a failed refresh and its runs at the next start when its orchestration died',
  async () => {
    await send(stack, simulateShop(10, new Date(NOON + 40 * 3_600_000), COUNT));
    await stack.landed();
    const id = await startRefresh(stack);
    await reached(id, 'job');
    await killTurn('refreshMedallion');
    await eventually(async () => (await pendingFaults()) === 0, 'the worker died within a turn', 120);
    let next = id;
    await eventually(async () => {
      next = await startRefresh(stack);
      return next !== id;
    }, 'another refresh has started');
    const dead = await readRefresh(stack, id);
    expect([dead.state, dead.reason]).toEqual([
      'failed',
      expect.stringMatching(/^the orchestration ended before the refresh did: .*Non-Deterministic workflow/),
    ]);
    expect(dead.reason).not.toMatch(/\n\s+at |\$type/);
    for (const run of dead.runs) expect(['succeeded', 'cancelled']).toContain(run.state);
    const refresh = await ended(stack, next);
    expect([refresh.state, refresh.reason]).toEqual(['succeeded', null]);
    newest = refresh.number;
  },
  LONG_MILLISECONDS,
);

it(
  'ends the runs of a cancelled refresh, and refreshes its events in the next one',
  async () => {
    await send(stack, simulateShop(8, new Date(NOON + 20 * 3_600_000), COUNT));
    await stack.landed();
    const id = await startRefresh(stack);
    await reached(id, 'silver_iot');
    expect((await stack.api(`refresh/${id}`, { method: 'DELETE' })).status).toBe(202);
    const cancelled = await ended(stack, id);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.runs.map(({ kind, state }) => [kind, state])).toContainEqual(['job', 'cancelled']);

    const next = await ended(stack, await startRefresh(stack));
    expect([next.state, next.reason]).toEqual(['succeeded', null]);
    newest = next.number;
  },
  LONG_MILLISECONDS,
);

it(
  'writes the same Silver and Gold as one refresh without faults',
  async () => {
    expect(await dumpTables(join(stack.dataDirectory, 'lake'))).toEqual(
      await recompute(stack.dataDirectory, newest),
    );
  },
  LONG_MILLISECONDS,
);

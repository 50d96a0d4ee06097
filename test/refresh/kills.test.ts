import { join } from 'node:path';
import {
  dumpTables,
  ended,
  LONG_MILLISECONDS,
  readRefresh,
  recompute,
  startRefresh,
} from '../helpers/lakehouse';
import { send, simulateShop } from '../helpers/simulated-shop';
import { eventually, startTestStack, type TestStack } from '../helpers/stack';

const COUNT = 400;
const NOON = Date.parse('2026-11-19T12:00:00Z');

let stack: TestStack;
/** Number of the newest refresh that succeeded. */
let newest: number;

beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true });
});

afterAll(async () => {
  await stack.end();
});

async function kill(service: string): Promise<void> {
  const victim = (await stack.processIds())[service] ?? 0;
  expect(victim).toBeGreaterThan(1);
  process.kill(victim, 'SIGKILL');
}

/** Waits until a step of the refresh, or a task of its job, is under way. */
function reached(id: string, what: string): Promise<void> {
  return eventually(async () => {
    const { steps = [], runs = [], state } = await readRefresh(stack, id);
    if (state !== 'running') throw new Error(`the refresh is ${state} before it reached ${what}`);
    const tasks = runs.flatMap((run) => run.tasks.map(({ name }) => name));
    return steps.some(({ step }) => step === what) || tasks.includes(what);
  }, `the refresh has reached ${what}`);
}

const SCENES: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'the Functions host, three times',
    [
      ['app', 'pipelines'],
      ['app', 'job'],
      ['app', 'gold_facts'],
    ],
  ],
  // Not the tables: Azurite keeps the last seconds of acknowledged writes in memory only, which Azure does not.
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
  'a refresh comes to its end although $name died with -9 meanwhile',
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

it(
  'a cancelled refresh ends its runs, and the next one takes in what it left',
  async () => {
    await send(stack, simulateShop(8, new Date(NOON + 20 * 3_600_000), COUNT));
    await stack.landed();
    const id = await startRefresh(stack);
    await reached(id, 'silver_iot');
    expect((await stack.api(`refresh/${id}`, { method: 'DELETE' })).status).toBe(202);
    const cancelled = await ended(stack, id);
    expect(cancelled.state).toBe('cancelled');
    expect(cancelled.runs?.map(({ kind, state }) => [kind, state])).toContainEqual(['job', 'cancelled']);

    const next = await ended(stack, await startRefresh(stack));
    expect([next.state, next.reason]).toEqual(['succeeded', null]);
    newest = next.number;
  },
  LONG_MILLISECONDS,
);

it(
  'Silver and Gold are what one refresh without any of this would have made',
  async () => {
    expect(await dumpTables(join(stack.dataDirectory, 'lake'))).toEqual(
      await recompute(stack.dataDirectory, newest),
    );
  },
  LONG_MILLISECONDS,
);

import { support } from '../../../local/functions-host/support';
import { DurableClient } from './durable-client';
import { HostBench, type HostUnderTest } from './host-under-test';
import { ManualClock } from './manual-clock';

const API = '/runtime/webhooks/durabletask';
const HTTP_APP = "app.http('one', { handler: () => ({ body: 'one' }) });";

describe('the durable backend', () => {
  const bench = new HostBench();
  let host: HostUnderTest;
  let client: DurableClient;

  beforeAll(async () => {
    host = await bench.start('durable', { clock: new ManualClock('2026-03-01T10:00:00.000Z') });
    client = DurableClient.of(host);
  });
  afterAll(() => bench.cleanup());

  const failsWith = async (orchestrator: string, why: RegExp): Promise<void> => {
    const { runtimeStatus, output } = await client.end(await client.start(orchestrator));
    expect([runtimeStatus, output]).toEqual(['Failed', expect.stringMatching(why)]);
  };
  const answers = async (method: string, path: string, status: number): Promise<void> => {
    const response = await host.request(`${API}${path}`, { method });
    expect([response.status, await response.json()]).toEqual([status, expect.any(String)]);
  };
  const doesNotStart = async (source: string, why: RegExp, durableTask: object = {}): Promise<void> => {
    const app = await bench.writeApp(source, { extensions: { durableTask } });
    await expect(bench.start(app)).rejects.toThrow(why);
  };

  /** One probe for each refused row of the durable backend. */
  const probes: Readonly<Record<string, () => Promise<void>>> = {
    'durable.entity': () =>
      doesNotStart(
        "require('durable-functions').app.entity('counter', () => undefined);",
        /"counter".*entityTrigger/,
      ),
    'durable.entityCalls': async () => {
      await failsWith('calls-entity', /callEntity is not supported/);
      await failsWith('signals-entity', /signalEntity is not supported/);
      await failsWith('locks-entity', /lock requires .* schema V4|lockEntities is not supported/);
      await answers('GET', '/entities/Counter/one', 501);
      await answers('POST', '/entities/Counter/one?op=add', 501);
    },
    'durable.callHttp': () => failsWith('calls-http', /callHttp is not supported/),
    'durable.retryTimeout': () => failsWith('bounded-retry', /retryTimeoutInMilliseconds is not supported/),
    'durable.repeatedTask': async () => {
      await failsWith('repeated-task', /task of "echo" is yielded again/);
      await failsWith('doubled-task', /a timer is yielded again/);
    },
    'durable.rewind': async () => {
      const id = await client.start('fails');
      await client.end(id);
      await answers('POST', `/instances/${id}/rewind?reason=x`, 501);
      await expect(client.call('rewind', id, 'x')).rejects.toThrow(/Rewind is not supported/);
    },
    'durable.restart': async () => {
      const id = await client.start('hello', 'x');
      await client.end(id);
      await answers('POST', `/instances/${id}/restart`, 501);
    },
    'durable.startAndWait': () => answers('POST', '/orchestrators/hello?timeout=1&pollingInterval=1', 501),
    'durable.otherHub': async () => {
      await answers('GET', '/instances?taskHub=Other', 400);
      await answers('GET', '/instances?connection=Other', 400);
    },
    'durable.storage': async () => {
      await doesNotStart(HTTP_APP, /storageProvider\.type "mssql" is not supported/, {
        storageProvider: { type: 'mssql' },
      });
      await doesNotStart(HTTP_APP, /overridableExistingInstanceStates "AnyState" is not supported/, {
        overridableExistingInstanceStates: 'AnyState',
      });
    },
  };
  const rows = support.refused.filter(({ id }) => id.startsWith('durable.'));

  test.each(rows.map(({ id, feature }) => [id, feature]))('refuses %s: %s', async (id) => {
    const probe = probes[id];
    if (probe === undefined) throw new Error(`the row "${id}" has no probe`);
    await probe();
  });

  test('has no probe for a row that is not in its table', () => {
    expect(Object.keys(probes).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  test.each<[string, object, RegExp]>([
    ['a task hub name that storage does not allow', { hubName: '1st-hub' }, /hubName must be 3 to 45/],
    ['a missing setting', { hubName: '%HUB%' }, /app setting "HUB" is missing/],
    ['an invalid limit', { maxConcurrentActivityFunctions: 0 }, /maxConcurrentActivityFunctions/],
  ])('refuses to start with %s', (_, durableTask, why) => doesNotStart(HTTP_APP, why, durableTask));

  test('refuses to start when an activity has a retry policy', () =>
    doesNotStart(
      `app.generic('a', {
        trigger: trigger.generic({ type: 'activityTrigger' }),
        retry: { strategy: 'fixedDelay', maxRetryCount: 1, delayInterval: 0 },
        handler: () => undefined,
      });`,
      /"a".*no retry policy/,
    ));
});

import { readFile } from 'node:fs/promises';
import { EventHubProducerClient } from '@azure/event-hubs';
import { startEventHubs } from '../../../local/event-hubs';
import { DurableClient, type Status } from './durable-client';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { ManualClock } from './manual-clock';

const START = '2026-03-01T10:00:00.000Z';
const API = '/runtime/webhooks/durabletask';
const NO_TIMER = { 'AzureWebJobs.nightly.Disabled': 'true' };

// Proves durable.api of functions-host with JavaScript, HTTP.
describe('the management API', () => {
  const bench = new HostBench();
  let clock: ManualClock;
  let host: HostUnderTest;
  let client: DurableClient;

  const startHost = async (): Promise<void> => {
    clock = new ManualClock(START);
    host = await bench.start('durable', { clock, settings: NO_TIMER });
    client = DurableClient.of(host);
  };
  const idsOf = (statuses: readonly Status[]): string[] =>
    statuses.map(({ instanceId }) => instanceId).sort();
  const waits = async (id: string): Promise<string> => {
    await client.start('events', ['go'], id);
    await client.reach(id, 'Running');
    return id;
  };

  describe('of one host', () => {
    beforeAll(startHost);
    afterAll(() => bench.cleanup());

    test('has the URLs of createCheckStatusResponse', async () => {
      const begun = await host.request('/api/begin/events', { method: 'POST', body: '["go"]' });
      expect(begun.status).toBe(202);
      const urls = (await begun.json()) as Record<string, string>;
      expect(begun.headers.get('location')).toBe(urls['statusQueryGetUri']);
      expect(begun.headers.get('retry-after')).toBe('10');
      const running = await fetch(urls['statusQueryGetUri'] ?? '');
      expect(running.status).toBe(202);
      expect(running.headers.get('location')).toBe(urls['statusQueryGetUri']);
      expect(running.headers.get('retry-after')).toBe('5');

      const raise = (urls['sendEventPostUri'] ?? '').replace('{eventName}', 'go');
      const json = { 'content-type': 'application/json' };
      expect((await fetch(raise, { method: 'POST', body: '{', headers: json })).status).toBe(400);
      expect((await fetch(raise, { method: 'POST', body: '1' })).status).toBe(400);
      expect((await fetch(raise, { method: 'POST', body: '1', headers: json })).status).toBe(202);
      await client.end(urls['id'] ?? '');
      expect((await fetch(urls['statusQueryGetUri'] ?? '')).status).toBe(200);
      expect((await fetch(urls['purgeHistoryDeleteUri'] ?? '', { method: 'DELETE' })).status).toBe(200);
      expect((await fetch(urls['statusQueryGetUri'] ?? '')).status).toBe(404);
    });

    test('responds as the platform when the library waits for the end', async () => {
      const done = await host.request('/api/finish/hello', { method: 'POST', body: '"you"' });
      expect([done.status, await done.json()]).toEqual([200, 'hello you']);
      const failed = await host.request('/api/finish/fails', { method: 'POST', body: 'null' });
      expect(failed.status).toBe(500);
    });

    test('returns an instance with input, history and output as requested', async () => {
      const id = await client.start('hello', 'you');
      await client.end(id);
      const get = async (query: string): Promise<unknown> =>
        (await host.request(`${API}/instances/${id}${query}`)).json();
      const plain = {
        name: 'hello',
        instanceId: id,
        runtimeStatus: 'Completed',
        input: 'you',
        customStatus: null,
        output: 'hello you',
        createdTime: '2026-03-01T10:00:00Z',
        lastUpdatedTime: '2026-03-01T10:00:00Z',
      };
      expect(await get('')).toEqual(plain);
      expect(await get('?showInput=false')).toEqual({ ...plain, input: null });
      const history = (results: boolean): unknown[] => [
        { EventType: 'ExecutionStarted', FunctionName: 'hello', Timestamp: START },
        {
          EventType: 'TaskCompleted',
          ...(results ? { Result: 'you' } : {}),
          FunctionName: 'echo',
          ScheduledTime: START,
          Timestamp: START,
        },
        {
          EventType: 'ExecutionCompleted',
          OrchestrationStatus: 'Completed',
          ...(results ? { Result: 'hello you' } : {}),
          Timestamp: START,
        },
      ];
      expect(await get('?showHistory=true')).toEqual({ ...plain, historyEvents: history(false) });
      expect(await get('?showHistory=true&showHistoryOutput=true')).toEqual({
        ...plain,
        historyEvents: history(true),
      });
    });

    test('returns 500 for a failed instance only on request', async () => {
      const id = await client.start('fails');
      await client.end(id);
      const path = `${API}/instances/${id}`;
      expect((await host.request(path)).status).toBe(200);
      expect((await host.request(`${path}?returnInternalServerErrorOnFailure=true`)).status).toBe(500);
    });

    test('refuses an id whose instance has not ended, and replaces one that has', async () => {
      await waits('one');
      await expect(client.start('hello', 'x', 'one')).rejects.toThrow(
        /409.*An Orchestration instance with the status Running already exists/,
      );
      const again = await host.request(`${API}/orchestrators/hello/one`, { method: 'POST' });
      expect([again.status, await again.json()]).toEqual([
        409,
        { Message: 'An Orchestration instance with the status Running already exists.' },
      ]);
      await client.call('raiseEvent', 'one', 'go', 1);
      await client.end('one');
      await client.start('hello', 'again', 'one');
      expect((await client.end('one')).output).toBe('hello again');
      const listed = await host.request(`${API}/instances?instanceIdPrefix=one`);
      expect(idsOf((await listed.json()) as Status[])).toEqual(['one']);
    });

    test('accepts only one of two concurrent starts with the same id', async () => {
      const starts = await Promise.allSettled([
        client.start('events', ['go'], 'wanted'),
        client.start('events', ['go'], 'wanted'),
      ]);
      expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    // Proves durable.events of functions-host with JavaScript.
    test('terminates an instance, which then accepts no more events', async () => {
      const id = await waits('mortal');
      await client.call('terminate', id, 'enough');
      expect(await client.end(id)).toMatchObject({ runtimeStatus: 'Terminated', output: 'enough' });
      for (const path of ['terminate?reason=x', 'suspend?reason=x', 'resume?reason=x', 'raiseEvent/go']) {
        const answer = await host.request(`${API}/instances/${id}/${path}`, { method: 'POST' });
        expect(answer.status).toBe(410);
      }
    });

    // Proves durable.events of functions-host with JavaScript.
    test('suspends an instance and resumes it; a suspended one can be terminated', async () => {
      const id = await waits('pausing');
      await client.call('suspend', id, 'wait');
      await client.call('raiseEvent', id, 'go', 1);
      expect(await client.status(id)).toMatchObject({ runtimeStatus: 'Suspended', output: 'wait' });
      await client.call('resume', id, 'on');
      expect((await client.end(id)).output).toEqual([1]);
      const other = await waits('pausing-too');
      await client.call('suspend', other, 'wait');
      await client.call('terminate', other, 'enough');
      expect((await client.end(other)).runtimeStatus).toBe('Terminated');
    });

    test('keeps the results of timers and activities while the instance is suspended', async () => {
      const id = await client.start('sleep', 60);
      await waitFor(() => clock.due.length === 1, 'the timer');
      await client.call('suspend', id, 'wait');
      clock.moveTo(clock.due[0] ?? '');
      expect((await client.status(id)).runtimeStatus).toBe('Suspended');
      await client.call('resume', id, 'on');
      expect((await client.end(id)).runtimeStatus).toBe('Completed');
    });

    test('responds as the platform to unknown instances and invalid requests', async () => {
      const post = async (path: string, body?: string): Promise<number> =>
        (await host.request(`${API}${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) }))
          .status;
      expect(await post('/instances/nobody/terminate')).toBe(404);
      expect(await post('/instances/nobody/rewind')).toBe(404);
      expect(await post('/orchestrators/hello', '{')).toBe(400);
      // A malformed escape is taken literally, so this is an id like any other.
      expect(await post('/instances/%zz/terminate')).toBe(404);
      expect(await post('/somewhere')).toBe(404);
      expect((await host.request(`${API}/orchestrators/hello`)).status).toBe(404);
      expect((await host.request(`${API}/instances?top=0`)).status).toBe(400);
      expect((await host.request(`${API}/instances?createdTimeFrom=noon`)).status).toBe(400);
      await expect(client.call('getStatus', 'nobody')).rejects.toThrow(/404/);
      await expect(client.call('raiseEvent', 'nobody', 'x', 1)).rejects.toThrow(
        /No instance with ID 'nobody'/,
      );
    });
  });

  describe('of a host without earlier instances', () => {
    beforeEach(startHost);
    afterEach(() => bench.cleanup());

    test('lists instances by time, by status and in pages', async () => {
      for (const id of ['a', 'B', 'ü 1']) {
        await client.end(await client.start('hello', id, id));
        clock.moveTo(new Date(clock.now().getTime() + 60_000).toISOString());
      }
      await waits('c');
      await client.end(await client.start('fails', null, 'd'));
      const all = await client.call<Status[]>('getStatusAll');
      expect(idsOf(all)).toEqual(['B', 'a', 'c', 'd', 'ü 1']);
      const by = async (filter: object): Promise<string[]> => idsOf(await client.call('getStatusBy', filter));
      expect(await by({ runtimeStatus: ['Running', 'Failed'] })).toEqual(['c', 'd']);
      expect(await by({ createdTimeFrom: { date: '2026-03-01T10:01:00Z' } })).toEqual(['B', 'c', 'd', 'ü 1']);
      expect(await by({ createdTimeTo: { date: '2026-03-01T10:00:30Z' } })).toEqual(['a']);

      const pages: string[][] = [];
      let token: string | null = '';
      do {
        const headers: Record<string, string> = token === '' ? {} : { 'x-ms-continuation-token': token };
        const answer: Response = await host.request(`${API}/instances?top=2`, { headers });
        pages.push(((await answer.json()) as Status[]).map(({ instanceId }) => instanceId));
        token = answer.headers.get('x-ms-continuation-token');
      } while (token !== null);
      expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
      expect(pages.flat().sort()).toEqual(idsOf(all));
      const prefixed = await host.request(`${API}/instances?instanceIdPrefix=${encodeURIComponent('ü ')}`);
      expect(idsOf((await prefixed.json()) as Status[])).toEqual(['ü 1']);
    });

    // Proves durable.events of functions-host with JavaScript.
    test('purges only ended instances, one or many', async () => {
      const running = await waits('running');
      for (const id of ['x', 'y', 'z']) await client.end(await client.start('hello', id, id));
      await client.end(await client.start('fails', null, 'failed'));
      await expect(client.call('purgeInstanceHistory', running)).rejects.toThrow(/412/);
      expect(await client.call('purgeInstanceHistory', 'x')).toEqual({ instancesDeleted: 1 });
      expect(await client.call('purgeInstanceHistory', 'x')).toEqual({ instancesDeleted: 0 });
      const since = { createdTimeFrom: { date: '2026-01-01T00:00:00Z' } };
      const failed = { ...since, runtimeStatus: ['Failed'] };
      expect(await client.call('purgeInstanceHistoryBy', failed)).toEqual({ instancesDeleted: 1 });
      expect(await client.call('purgeInstanceHistoryBy', since)).toEqual({ instancesDeleted: 2 });
      expect(idsOf(await client.call('getStatusAll'))).toEqual(['running']);
      expect((await host.request(`${API}/instances`, { method: 'DELETE' })).status).toBe(400);
    });
  });
});

describe('the durable client binding', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves durable.client, durable.api of functions-host with JavaScript.
  test('works with enforced keys, and its URLs contain the system key', async () => {
    const host = await bench.start('durable', { enforceKeys: true, settings: NO_TIMER });
    const keys = JSON.parse(await readFile(`${host.app.dataDirectory}/keys.json`, 'utf8')) as {
      functionKey: string;
    };
    const response = await host.request('/api/begin/hello', {
      method: 'POST',
      body: '"you"',
      headers: { 'x-functions-key': keys.functionKey },
    });
    const { statusQueryGetUri = '' } = (await response.json()) as { statusQueryGetUri?: string };
    expect((await fetch(statusQueryGetUri)).status).toBeLessThan(300);
    const bare = new URL(statusQueryGetUri);
    bare.searchParams.delete('code');
    expect((await fetch(bare)).status).toBe(401);
    bare.searchParams.set('code', keys.functionKey);
    expect((await fetch(bare)).status).toBe(401);
  });

  test('works with HTTP streaming', async () => {
    const app = await bench.writeApp(`
      const df = require('durable-functions');
      app.setup({ enableHttpStream: true });
      df.app.orchestration('given', function* (context) { return context.df.getInput(); });
      df.app.client.http('begin', {
        methods: ['POST'],
        handler: async (request, client) =>
          client.createCheckStatusResponse(request, await client.startNew('given', { input: await request.json() })),
      });`);
    const host = await bench.start(app);
    const response = await host.request('/api/begin', { method: 'POST', body: '{"a":1}' });
    const { statusQueryGetUri = '' } = (await response.json()) as { statusQueryGetUri?: string };
    const status = await waitFor(async () => {
      const found = (await (await fetch(statusQueryGetUri)).json()) as Status;
      return found.runtimeStatus === 'Completed' ? found : undefined;
    }, 'the end');
    expect(status.output).toEqual({ a: 1 });
  });

  // Proves durable.client of functions-host with JavaScript.
  test('works in an Event Hubs function', async () => {
    const directory = await bench.temporaryDirectory();
    const Entities = [{ Name: 'events', PartitionCount: 1, ConsumerGroups: [] }];
    const NamespaceConfig = [{ Type: 'EventHub', Name: 'local', Entities }];
    const configuration = { UserConfig: { NamespaceConfig } };
    const hubs = await startEventHubs({ dataDirectory: `${directory}/hubs`, configuration });
    bench.onCleanup(() => hubs.close());
    const app = await bench.writeApp(`
      const df = require('durable-functions');
      df.app.orchestration('given', function* (context) { return context.df.getInput(); });
      df.app.client.eventHub('on-event', {
        connection: 'HUB',
        eventHubName: 'events',
        handler: (event, client, context) => client.startNew('given', { instanceId: 'of-event', input: event }),
      });`);
    const host = await bench.start(app, {
      settings: { HUB: hubs.connectionString, AzureWebJobsStorage: await bench.startStorage() },
    });
    const producer = new EventHubProducerClient(hubs.connectionString, 'events');
    bench.onCleanup(() => producer.close());
    await producer.sendBatch([{ body: { reading: 7 } }]);
    const status = await waitFor(async () => {
      const answer = await host.request(`${API}/instances/of-event`);
      return answer.status === 200 ? ((await answer.json()) as Status) : undefined;
    }, 'the instance that the event starts');
    expect(status.output).toEqual({ reading: 7 });
  });
});

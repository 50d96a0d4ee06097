import { writeFile } from 'node:fs/promises';
import { DURABLE_EXTENSIONS } from '../../../local/functions-host/durable/durable-extension';
import { DurableClient, type Status } from './durable-client';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { ManualClock } from './manual-clock';

const START = '2026-03-01T10:00:00.000Z';

describe.each(Object.keys(DURABLE_EXTENSIONS))(
  'the durable backend, as Durable Task %s',
  (durableExtension) => {
    const bench = new HostBench();
    let clock: ManualClock;
    let host: HostUnderTest;
    let client: DurableClient;

    beforeAll(async () => {
      clock = new ManualClock(START);
      // Then only orchestrations have due times on the clock.
      const settings = { 'AzureWebJobs.nightly.Disabled': 'true' };
      host = await bench.start('durable', { clock, settings, durableExtension });
      client = DurableClient.of(host);
    });
    afterAll(() => bench.cleanup());

    // Proves durable.orchestrations of functions-host with JavaScript.
    test('runs activities one after the other and in parallel', async () => {
      expect(await client.run('sequence', ['a', { b: 1 }, null])).toEqual(['a', { b: 1 }, null]);
      const many = Array.from({ length: 100 }, (_, index) => index);
      expect(await client.run('fan-out', many)).toEqual(many);
    });

    test('passes values in the library’s encoding', async () => {
      expect(await client.run('odd-results')).toEqual([null, 'Ynl0ZXM=', '{"a":1}', 1.5, false]);
      expect(await client.run('hello', '5')).toBe('hello 5');
    });

    test('gives the orchestrator its id, its version and the same ids in every replay', async () => {
      const id = await client.call<string>('startNew', 'identity', { instanceId: 'me', version: '1.2' });
      expect((await client.end(id)).output).toEqual({
        instanceId: 'me',
        parentInstanceId: null,
        version: '1.2',
        guid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      });
    });

    test('informs the orchestrator whether it is replayed', async () => {
      await client.run('quiet');
      expect(host.logged('quiet')).toEqual(['one', 'two', 'three']);
    });

    test('leaves sub-orchestrations running when their parent is terminated', async () => {
      const input = { child: 'events', input: ['go'], instanceId: 'survivor' };
      const parent = await client.start('parent', input);
      await waitFor(async () => await client.status('survivor').catch(() => undefined), 'the child');
      await client.call('terminate', parent, 'enough');
      await client.end(parent);
      await client.call('raiseEvent', 'survivor', 'go', 1);
      expect((await client.end('survivor')).output).toEqual([1]);
    });

    test('drops events that an execution received but did not await when it continues as new', async () => {
      const id = await client.start('forgetful', 1);
      await client.reach(id, 'Running');
      await client.call('raiseEvent', id, 'unwanted', 'lost');
      await waitFor(async () => {
        const url = `/runtime/webhooks/durabletask/instances/${id}?showHistory=true`;
        return (await (await host.request(url)).text()).includes('EventRaised');
      }, 'the event to be seen');
      await client.call('raiseEvent', id, 'go', null);
      await waitFor(async () => (await client.status(id)).input === 2, 'the second execution');
      await client.call('raiseEvent', id, 'unwanted', 'kept');
      expect((await client.end(id)).output).toBe('kept');
    });

    // Proves durable.orchestrations of functions-host with JavaScript.
    test('fires a timer at its time, not earlier', async () => {
      const id = await client.start('sleep', 90);
      const begun = clock.now().getTime();
      const due = new Date(begun + 90_000).toISOString();
      await waitFor(() => clock.due.includes(due), 'the timer to be set');
      clock.moveTo(new Date(begun + 89_999).toISOString());
      expect((await client.status(id)).runtimeStatus).toBe('Running');
      clock.moveTo(due);
      expect((await client.end(id)).output).toEqual({ begun: new Date(begun).toISOString(), ended: due });
    });

    test('divides a timer longer than six days, and keeps the ids of later tasks', async () => {
      const begun = clock.now().getTime();
      expect(await client.run('long-sleep', null, clock)).toEqual({
        begun: new Date(begun).toISOString(),
        ended: new Date(begun + 16 * 24 * 3600_000).toISOString(),
        after: 'awake',
      });
    });

    // Proves durable.orchestrations of functions-host with JavaScript.
    test('retries an activity with increasing delays, and gives up after the last attempt', async () => {
      const begun = clock.now().getTime();
      const options = { backoffCoefficient: 2, maxRetryIntervalInMilliseconds: 3000 };
      const input = { key: 'good', failures: 3, attempts: 4, options };
      expect(await client.run('retried', input, clock)).toBe(4);
      expect(clock.now().getTime() - begun).toBe(1000 + 2000 + 3000);
      const failed = await client.end(
        await client.start('retried', { key: 'bad', failures: 9, attempts: 2 }),
        clock,
      );
      expect(failed.runtimeStatus).toBe('Failed');
      expect(failed.output).toMatch(/'retried' failed: Activity function 'flaky' failed: attempt 2 of bad/);
    });

    test('assigns results correctly when retries and other calls run concurrently', async () => {
      expect(await client.run('mixed', null, clock)).toEqual([3, 'b', 2, 'd', 'e', 4, 'g', 'last']);
    });

    test('lets an orchestrator catch the error of an activity', async () => {
      expect(await client.run('caught')).toEqual({
        caught: expect.stringMatching(/^Activity function 'flaky' failed: attempt 1/) as unknown,
        then: 'after',
      });
    });

    // Proves durable.replay of functions-host with JavaScript.
    test('fails an instance whose orchestrator throws', async () => {
      const { runtimeStatus, output } = await client.end(await client.start('fails'));
      expect(runtimeStatus).toBe('Failed');
      expect(output).toBe("Orchestrator function 'fails' failed: out of order");
    });

    // Proves durable.events of functions-host with JavaScript.
    test('restarts with continueAsNew under the same id, with a custom status', async () => {
      const id = await client.start('counter', 1);
      expect(await client.end(id)).toMatchObject({
        instanceId: id,
        input: 3,
        output: 3,
        customStatus: { count: 3 },
      });
      expect(host.logged('echo').filter((line) => line.startsWith('"count'))).toHaveLength(3);
    });

    // Proves durable.events of functions-host with JavaScript.
    test('keeps events that arrive early, and delivers them by name', async () => {
      const id = await client.start('events', ['first', 'second', 'first']);
      await client.call('raiseEvent', id, 'second', { at: 2 });
      await client.call('raiseEvent', id, 'first', 1);
      await client.call('raiseEvent', id, 'first', 'again');
      expect((await client.end(id)).output).toEqual([1, { at: 2 }, 'again']);
    });

    test('accepts one event in each execution of an eternal orchestration', async () => {
      const id = await client.start('collector', []);
      for (const [index, item] of ['a', 'b', 'c'].entries()) {
        await waitFor(async () => {
          const { input, runtimeStatus } = await client.status(id);
          return runtimeStatus === 'Running' && (input as unknown[]).length === index;
        }, `execution ${index} to wait`);
        await client.call('raiseEvent', id, 'item', item);
      }
      expect((await client.end(id)).output).toEqual(['a', 'b', 'c']);
    });

    test('lets an event or a timer win a race', async () => {
      const approved = await client.start('approval');
      await client.reach(approved, 'Running');
      await client.call('raiseEvent', approved, 'approval', { by: 'me' });
      expect((await client.end(approved)).output).toEqual({ approved: { by: 'me' } });
      expect(clock.due).toEqual([]);
      expect(await client.run('approval', null, clock)).toBe('timed out');
    });

    test('ends an instance only when its last task has ended', async () => {
      const id = await client.start('approval', 'leave the timer');
      await waitFor(() => clock.due.length === 1, 'the timer to be set');
      await client.call('raiseEvent', id, 'approval', 1);
      await waitFor(async () => {
        const url = `/runtime/webhooks/durabletask/instances/${id}?showHistory=true`;
        return (await (await host.request(url)).text()).includes('EventRaised');
      }, 'the event to be taken in');
      expect((await client.status(id)).runtimeStatus).toBe('Running');
      expect((await client.end(id, clock)).output).toEqual({ approved: 1 });
    });

    test('awaits one event during several consecutive timers', async () => {
      const id = await client.start('patient');
      await waitFor(() => clock.due.length === 1, 'the first timer');
      clock.moveTo(clock.due[0] ?? '');
      await waitFor(() => clock.due.length === 1, 'the second timer');
      await client.call('raiseEvent', id, 'go', 'now');
      expect((await client.end(id)).output).toEqual({ round: 2, said: 'now' });
    });

    // Proves durable.orchestrations of functions-host with JavaScript.
    test('runs sub-orchestrations with and without an id, and retries them', async () => {
      expect(await client.run('parent', { child: 'hello', input: 'x', instanceId: 'child-x' })).toEqual({
        result: 'hello x',
      });
      expect((await client.status('child-x')).output).toBe('hello x');
      expect(await client.run('parent', { child: 'identity' })).toMatchObject({
        result: { parentInstanceId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown },
      });
      expect(await client.run('parents', [1, 2, 3])).toEqual(['hello 1', 'hello 2', 'hello 3']);
      expect(await client.run('retried-child', { key: 'child', failures: 2 }, clock)).toBe(3);
    });

    test('reports to a parent why its child failed, was terminated, or was refused its id', async () => {
      const parent = await client.start('why-child-failed', 'doomed');
      await waitFor(async () => await client.status('doomed').catch(() => undefined), 'the child');
      await client.call('terminate', 'doomed', 'not needed');
      expect((await client.end(parent)).output).toMatch(/^not needed/);

      const taken = await client.start('events', ['x'], 'taken');
      await client.reach(taken, 'Running');
      expect(await client.run('why-child-failed', 'taken')).toMatch(/"taken" has not ended/);
      await client.call('terminate', taken, 'done');

      const failed = await client.end(await client.start('parent', { child: 'fails' }));
      expect(failed.output).toMatch(/'parent' failed: Orchestrator function 'fails' failed: out of order/);
    });

    // Proves durable.failures of functions-host with JavaScript.
    test('passes on a failure with a serialised exception as details', async () => {
      const { caught } = (await client.run('caught')) as { readonly caught: string };
      const [reason = '', details = ''] = caught.split(' \n ');
      expect(reason).toMatch(/^Activity function 'flaky' failed: attempt 1 of [0-9a-f]+$/);
      expect(JSON.parse(details)).toMatchObject({
        $type: expect.stringMatching(/^System\.Exception/) as unknown,
        StackTraceString: expect.stringMatching(/\n\s+at .*activities\.js/) as unknown,
      });
    });

    // Proves durable.client of functions-host with JavaScript.
    test('passes a durable client to activities', async () => {
      expect(await client.run('starts', 'by-activity')).toBe('by-activity');
      expect((await client.end('by-activity')).output).toBe('hello you');
    });

    // Proves durable.replay of functions-host with JavaScript.
    test('fails an instance with different actions in a replay', async () => {
      const { runtimeStatus, output } = await client.end(await client.start('fickle'));
      expect(runtimeStatus).toBe('Failed');
      expect(output).toMatch(/Non-Deterministic workflow detected: action 0 .*"echo".*"nothing"/);
    });

    // Proves durable.unknown of functions-host with JavaScript.
    test.each([
      ['no-task', /programming constraint violation/],
      ['nobody', /The function 'nobody' doesn't exist/],
    ])('accepts the start of %s, which fails', async (name, why) => {
      const { runtimeStatus, output } = await client.end(await client.start(name));
      expect(runtimeStatus).toBe('Failed');
      expect(output).toMatch(why);
    });

    // Proves durable.unknown of functions-host with JavaScript.
    test.each(['calls-nobody', 'calls-no-child'])('leaves %s running forever', async (name) => {
      const why = "The function 'nobody' doesn't exist, is disabled, or is not";
      const warned = (): number => host.records.filter(({ message }) => message.startsWith(why)).length;
      const before = warned();
      const id = await client.start(name);
      await waitFor(() => warned() > before, 'the warning');
      expect((await client.status(id)).runtimeStatus).toBe('Running');
    });

    test('finds orchestrators by name regardless of case', async () => {
      expect(await client.run('HELLO', 'you')).toBe('hello you');
    });
  },
);

describe('a host with orchestrations', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves durable.client of functions-host with JavaScript.
  test('passes a durable client to timers', async () => {
    const host = await bench.start('durable');
    const client = DurableClient.of(host);
    const headers = { 'content-type': 'application/json' };
    await host.request('/admin/functions/nightly', { method: 'POST', headers, body: '{}' });
    const started = (): Promise<unknown> => client.status('nightly').catch(() => undefined);
    await waitFor(started, 'the instance that the timer starts');
    expect((await client.end('nightly')).output).toBe('hello night');
  });

  // Proves durable.options of functions-host with JavaScript.
  test('limits concurrent activities as in host.json', async () => {
    const durableTask = { hubName: '%HUB%', maxConcurrentActivityFunctions: 2 };
    const host = await bench.start('durable', {
      hostJson: { extensions: { durableTask } },
      settings: { HUB: 'TwoAtATime' },
    });
    const client = DurableClient.of(host);
    const file = `${host.app.directory}/go`;
    const id = await client.start('fan-out', [`wait-for:${file}`, `wait-for:${file}`, 'third']);
    await waitFor(() => host.logged('echo').length === 2, 'two activities');
    // The turn of a second orchestration runs while the third activity waits.
    await client.reach(await client.start('sleep', 3600), 'Running');
    expect(host.logged('echo')).toHaveLength(2);
    await writeFile(file, '');
    expect((await client.end(id)).runtimeStatus).toBe('Completed');
    expect(host.logged('echo')).toHaveLength(3);
  });

  test('fails an activity that takes longer than functionTimeout', async () => {
    const host = await bench.start('durable', { hostJson: { functionTimeout: '00:00:01' } });
    // Does not use a function, which would have the same limit.
    const api = '/runtime/webhooks/durabletask';
    const body = JSON.stringify([`wait-for:${host.app.directory}/never`]);
    await host.request(`${api}/orchestrators/fan-out/slow`, { method: 'POST', body });
    const status = await waitFor(async () => {
      const found = (await (await host.request(`${api}/instances/slow`)).json()) as Status;
      return found.runtimeStatus === 'Failed' ? found : undefined;
    }, 'the activity to time out');
    expect(status.output).toMatch(/longer than functionTimeout/);
  });
});

import { writeFile } from 'node:fs/promises';
import { FunctionsHostFaults } from '../../../local/functions-host';
import { DurableClient, type Status } from './durable-client';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { ManualClock } from './manual-clock';

const START = '2026-03-01T10:00:00.000Z';
const API = '/runtime/webhooks/durabletask';
const NO_TIMER = { 'AzureWebJobs.nightly.Disabled': 'true' };

/** Does not use a function, because its worker may have ended. */
async function statusOf(host: HostUnderTest, id: string): Promise<Status> {
  return (await (await host.request(`${API}/instances/${id}`)).json()) as Status;
}

function endOf(host: HostUnderTest, id: string): Promise<Status> {
  return waitFor(async () => {
    const status = await statusOf(host, id);
    return ['Completed', 'Failed'].includes(status.runtimeStatus) ? status : undefined;
  }, `the end of "${id}"`);
}

interface Started {
  readonly host: HostUnderTest;
  readonly client: DurableClient;
  readonly clock: ManualClock;
}

// Proves durable.faults of functions-host with JavaScript.
describe('faults of the Durable Task extension', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  const start = async (on: HostBench): Promise<Started> => {
    const clock = new ManualClock(START);
    const host = await on.start('durable', { clock, settings: NO_TIMER, faultEndpoint: true });
    return { host, client: DurableClient.of(host), clock };
  };
  const post = (host: HostUnderTest, path: string, body: unknown): Promise<Response> =>
    host.request(`${API}${path}`, { method: 'POST', body: JSON.stringify(body) });

  test('fails an instance with the fault kill-turn, only in that orchestrator', async () => {
    const { host, client } = await start(bench);
    host.host.faults.durable.inject({ kind: 'kill-turn' }, { functionName: 'sequence' });
    expect(await client.run('hello', 'you')).toBe('hello you');
    await post(host, '/orchestrators/sequence/dead', ['a']);
    const { runtimeStatus, output } = await endOf(host, 'dead');
    expect([runtimeStatus, output]).toEqual([
      'Failed',
      expect.stringMatching(
        /^Orchestrator function 'sequence' failed: Non-Deterministic workflow detected: /,
      ),
    ]);
    expect(host.host.faults.pending).toBe(0);
    await post(host, '/orchestrators/sequence/alive', ['a']);
    expect((await endOf(host, 'alive')).output).toEqual(['a']);
  });

  test('fails a sub-orchestration with kill-turn, and its parent retries it', async () => {
    const { host, clock } = await start(bench);
    host.host.faults.durable.inject({ kind: 'kill-turn' }, { functionName: 'flaky-child' });
    await post(host, '/orchestrators/retried-child/parent', { key: 'k', failures: 0 });
    await waitFor(() => clock.due.length === 1, 'the pause');
    clock.moveTo(clock.due[0] ?? '');
    expect(await endOf(host, 'parent')).toMatchObject({ runtimeStatus: 'Completed', output: 1 });
  });

  test('runs an activity again five minutes after a restart with the fault late-work-items', async () => {
    const app = await bench.copyApp('durable');
    const first = await bench.start(app, { clock: new ManualClock(START), settings: NO_TIMER });
    const file = `${app.directory}/go`;
    await post(first, '/orchestrators/sequence/out', [`wait-for:${file}`]);
    await waitFor(() => first.logged('echo').length === 1, 'the activity to run');
    await first.host.close();

    const later = new ManualClock(START);
    const faults = new FunctionsHostFaults();
    faults.durable.inject({ kind: 'late-work-items' });
    const second = await bench.start(app, { clock: later, settings: NO_TIMER, faults });
    expect(later.due).toEqual(['2026-03-01T10:05:00.000Z']);
    expect(second.logged('echo')).toEqual([]);
    later.moveTo(later.due[0] ?? '');
    await waitFor(() => second.logged('echo').length === 1, 'the activity to run again');
    await writeFile(file, '');
    expect((await endOf(second, 'out')).output).toEqual([`wait-for:${file}`]);
  });

  test('repeats a turn that ran longer than functionTimeout', async () => {
    const impatient = await bench.start('durable', { hostJson: { functionTimeout: '00:00:01' } });
    await post(impatient, '/orchestrators/hangs-once/slow', `${impatient.app.directory}/hung`);
    expect(await endOf(impatient, 'slow')).toMatchObject({
      runtimeStatus: 'Completed',
      output: ['before', 'after'],
    });
  });

  describe('with a worker that lives', () => {
    const shared = new HostBench();
    let host: HostUnderTest;
    let client: DurableClient;
    let clock: ManualClock;

    beforeAll(async () => {
      ({ host, client, clock } = await start(shared));
    });
    // The instances of the test before have ended.
    beforeEach(() => {
      clock.moveTo(START);
    });
    afterAll(() => shared.cleanup());

    test('fires a timer a second early with the fault early-timer, and passes that time to the orchestrator', async () => {
      host.host.faults.durable.inject({ kind: 'early-timer' });
      const id = await client.start('sleep', 90);
      await waitFor(() => clock.due.length === 1, 'the timer');
      expect(clock.due).toEqual(['2026-03-01T10:01:29.000Z']);
      clock.moveTo(clock.due[0] ?? '');
      expect((await client.end(id)).output).toEqual({ begun: START, ended: '2026-03-01T10:01:29.000Z' });
    });

    test('retries thirty seconds late with the fault late-retry', async () => {
      host.host.faults.durable.inject({ kind: 'late-retry' });
      const id = await client.start('retried', { key: 'late', failures: 1, attempts: 2 });
      await waitFor(() => clock.due.length === 1, 'the pause');
      expect(clock.due).toEqual(['2026-03-01T10:00:31.000Z']);
      expect((await client.end(id, clock)).output).toBe(2);
    });

    test('runs an activity twice with the fault redeliver-activity, and uses one outcome', async () => {
      const before = host.logged('echo').length;
      host.host.faults.durable.inject({ kind: 'redeliver-activity' }, { functionName: 'echo' });
      expect(await client.run('sequence', ['a', 'b'])).toEqual(['a', 'b']);
      await waitFor(() => host.logged('echo').length === before + 3, 'the second run');
      expect(host.logged('echo').slice(before).sort()).toEqual(['"a"', '"a"', '"b"']);
    });

    // Proves durable.faults of functions-host with HTTP.
    test('injects and clears faults over HTTP', async () => {
      const faults = (method: string, body?: object): Promise<Response> =>
        host.request('/_stand-in/faults', { method, ...(body && { body: JSON.stringify(body) }) });
      for (const fault of [
        { kind: 'kill-turn' },
        { kind: 'early-timer', milliseconds: 500 },
        { kind: 'late-retry', seconds: 5 },
        { kind: 'redeliver-activity' },
        { kind: 'late-work-items' },
      ]) {
        expect((await faults('POST', { fault, times: 2, functionName: 'nobody' })).status).toBe(200);
      }
      expect(await (await faults('GET')).json()).toEqual({ pending: 10 });
      expect((await faults('POST', { fault: { kind: 'early-timer', milliseconds: 1001 } })).status).toBe(400);
      expect(await (await faults('DELETE')).json()).toEqual({ pending: 0 });
    });
  });
});

describe('the version of the Durable Task extension', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves durable.version of functions-host with JavaScript.
  test.each([
    [undefined, {}],
    ['3.12.5', {}],
    ['3.19.0', { version: null, parentInstanceId: null }],
  ])('%s returns a status with %j in addition to the common members', async (durableExtension, more) => {
    const host = await bench.start('durable', {
      settings: NO_TIMER,
      ...(durableExtension !== undefined && { durableExtension }),
    });
    await DurableClient.of(host).end(await DurableClient.of(host).start('hello', 'x', 'one'));
    const common = ['name', 'instanceId', 'runtimeStatus', 'input', 'customStatus', 'output'];
    const times = ['createdTime', 'lastUpdatedTime'];
    const told = Object.entries(await statusOf(host, 'one')).filter(
      ([name]) => ![...common, ...times].includes(name),
    );
    expect(Object.fromEntries(told)).toEqual(more);
  });

  test('returns the parent of a sub-orchestration in 3.19.0', async () => {
    const host = await bench.start('durable', { settings: NO_TIMER, durableExtension: '3.19.0' });
    const client = DurableClient.of(host);
    const parent = await client.start('parent', { child: 'hello', input: 'x', instanceId: 'child' });
    await client.end(parent);
    expect(await statusOf(host, 'child')).toMatchObject({ parentInstanceId: parent });
  });

  test('is refused when it is unknown', async () => {
    await expect(bench.start('durable', { durableExtension: '2.0.0' })).rejects.toThrow(
      /Durable Task extension 2\.0\.0 is not supported; choose from 3\.12\.5 and 3\.19\.0/,
    );
  });
});

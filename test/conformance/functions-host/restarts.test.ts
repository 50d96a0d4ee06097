import { existsSync } from 'node:fs';
import { WorkerDeaths } from '../../../local/functions-host/host/worker-deaths';
import { HostBench, type HostUnderTest, waitFor } from './host-under-test';
import { HubFixture } from './hub-fixture';
import { ManualClock } from './manual-clock';

const START = '2026-03-01T10:00:00.000Z';

/** ISO 8601 of a time in seconds after the start. */
const after = (seconds: number): string => new Date(Date.parse(START) + 1000 * seconds).toISOString();

describe('deaths of the worker', () => {
  const minutes = (...times: readonly number[]): string[] => {
    const deaths = new WorkerDeaths();
    return times.map((time) => deaths.add(new Date(60_000 * time)));
  };

  test('recycle the host at the third within half an hour', () => {
    expect(minutes(0, 1, 2)).toEqual(['restart', 'restart', 'recycle']);
    expect(minutes(0, 30, 60)).toEqual(['restart', 'restart', 'recycle']);
  });

  test('start a new count when the last one is more than half an hour old', () => {
    expect(minutes(0, 1, 31.1, 32, 33)).toEqual(['restart', 'restart', 'restart', 'restart', 'recycle']);
  });
});

describe('a worker that dies', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  /** 0 means no worker, and killing 0 would kill this process. */
  const untilUp = (host: HostUnderTest, what = 'a worker'): Promise<number> =>
    waitFor(async () => (await host.workerProcessId()) || undefined, what);
  const killed = async (host: HostUnderTest, deaths: number): Promise<void> => {
    const worker = await untilUp(host);
    process.kill(worker, 'SIGKILL');
    await waitFor(
      () => host.records.filter(({ message }) => /worker process \d+ ended/.test(message)).length === deaths,
      `death ${deaths} to be seen`,
    );
  };

  test('is restarted immediately the first time, then ten seconds after that start', async () => {
    const clock = new ManualClock(START);
    const host = await bench.start('http', { clock });
    await killed(host, 1);
    await untilUp(host, 'the first restart, without a move of the clock');
    await killed(host, 2);
    await waitFor(() => clock.due.includes(after(10)), 'the wait for the second restart');
    expect(await host.workerProcessId()).toBe(0);
    clock.moveTo(after(10));
    await untilUp(host, 'the second restart');
  });

  // Proves app.worker of functions-host with JavaScript.
  test('recycles the host at the third death, and the next host starts ten seconds later', async () => {
    const clock = new ManualClock(START);
    const host = await bench.start('http', { clock });
    await killed(host, 1);
    await killed(host, 2);
    await waitFor(() => clock.due.includes(after(10)), 'the wait for the second restart');
    clock.moveTo(after(10));
    await killed(host, 3);
    await waitFor(() => clock.due.includes(after(20)), 'the wait for the next host');
    clock.moveTo(after(20));
    await untilUp(host, 'the worker of the next host');
    expect((await host.request('/api/nothing')).status).toBe(204);
    // The new host has not counted a death yet.
    await killed(host, 4);
    await untilUp(host, 'a restart without a move of the clock');
  });

  // Proves app.timeout of functions-host with JavaScript.
  test('is not counted when functionTimeout ended it', async () => {
    const clock = new ManualClock(START);
    const host = await bench.start('http', { clock, hostJson: { functionTimeout: '00:00:01' } });
    for (let time = 0; time < 40; time += 10) {
      clock.moveTo(after(time));
      await untilUp(host, 'a worker');
      expect((await host.request('/api/hangs', { method: 'POST' })).status).toBe(500);
    }
    expect(host.records.some(({ message }) => message.includes('recycled'))).toBe(false);
  });
});

describe('a batch under a retry policy', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  // Proves eventHub.redelivery of functions-host with JavaScript.
  test('is read again from the checkpoint, with other boundaries and no retry count, when the host is recycled', async () => {
    const fixture = await HubFixture.open(bench);
    const clock = new ManualClock(START);
    const deaths = [1, 2, 3].map((death) => `die-once:${fixture.marker(`death-${death}`)}`);
    await fixture.publish('first');
    const host = await fixture.start('retried', { clock });
    await fixture.untilCheckpointed('retried', 0);
    await fixture.publish(...deaths);
    await waitFor(() => existsSync(fixture.marker('death-1')), 'the first death');
    await waitFor(() => existsSync(fixture.marker('death-2')), 'the second death');
    // Meanwhile more events have arrived in the hub. The retried batch does not include them.
    await fixture.publish('later');
    await waitFor(() => clock.due.includes(after(10)), 'the wait for a worker');
    clock.moveTo(after(10));
    await waitFor(() => existsSync(fixture.marker('death-3')), 'the third death');
    await waitFor(() => clock.due.includes(after(20)), 'the wait for the next host');
    expect(await fixture.checkpointed('retried')).toBe(0);
    clock.moveTo(after(20));
    await fixture.untilCheckpointed('retried', 4);
    const calls = fixture.told(host, 'retried').map(({ texts, retry }) => [texts.length, retry?.retryCount]);
    expect(calls).toEqual([
      [1, 0],
      [3, 0],
      [3, 1],
      [3, 2],
      [4, 0],
    ]);
  });
});

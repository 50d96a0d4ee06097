import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programArguments } from '../../testing/program';
import { isProving } from '../../testing/runs';
import { DurableClient, type Status } from './durable-client';
import { HostBench, type HostUnderTest, type TestApp, waitFor } from './host-under-test';
import { ManualClock } from './manual-clock';

const MAIN = 'local/main.ts';
const START = '2026-03-01T10:00:00.000Z';
const NO_TIMER = { 'AzureWebJobs.nightly.Disabled': 'true' };

interface HostProcess {
  readonly client: DurableClient;
  /** Sends SIGKILL; resolves when the process has ended. */
  kill(): Promise<void>;
}

describe('a durable instance', () => {
  const bench = new HostBench();
  afterEach(() => bench.cleanup());

  /** The host as a separate process, so that it can be killed. */
  const spawnHost = async (app: TestApp): Promise<HostProcess> => {
    const flags = ['--app', app.directory, '--data', app.dataDirectory, '--port', '0'];
    const child = spawn(process.execPath, [...programArguments(MAIN), 'functions-host', ...flags], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const kill = async (): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    };
    bench.onCleanup(kill);
    return { client: new DurableClient({ baseUrl: await readBaseUrl(child) }), kill };
  };
  const readBaseUrl = async ({ stdout }: ChildProcess): Promise<string> => {
    let text = '';
    for await (const chunk of stdout ?? []) {
      text += String(chunk);
      if (text.includes('\n')) break;
    }
    return (JSON.parse(text) as { ready: { baseUrl: string } }).ready.baseUrl;
  };
  const linesOf = async (file: string): Promise<string[]> => {
    const text = await readFile(file, 'utf8').catch(() => '');
    return text.split('\n').slice(0, -1);
  };

  // Proves durable.history of functions-host with JavaScript.
  test('continues from its history after kill -9 of the host, without repeating completed work', async () => {
    const app = await bench.copyApp('durable');
    const [file, until] = [join(app.directory, 'runs'), join(app.directory, 'until')];
    const first = await spawnHost(app);
    const input = [
      { file, text: 'one' },
      { file, text: 'two', until },
      { file, text: 'three' },
    ];
    await first.client.start('records', input, 'walk');
    await waitFor(async () => (await linesOf(file)).length === 2, 'the second activity to run');
    await first.kill();
    await writeFile(until, '');
    const second = await spawnHost(app);
    expect((await second.client.end('walk')).output).toEqual(['one', 'two', 'three']);
    expect(await linesOf(file)).toEqual(['one', 'two', 'two', 'three']);
  });

  // Proves durable.history of functions-host with JavaScript.
  test('has the same result for any number of kills of the host, with parents and children', async () => {
    const app = await bench.copyApp('durable');
    const file = join(app.directory, 'runs');
    const texts = ['a', 'b', 'c', 'd', 'e'];
    const pairs = (names: readonly string[]): string[] => names.flatMap((name) => [name, `${name}'`]);
    const expected = [...pairs(texts), ...pairs(texts.map((text) => text.toUpperCase()))];
    let host = await spawnHost(app);
    await host.client.start('family', { file, texts }, 'family');
    for (const killAfter of isProving ? [2, 9, 16] : [2, 16]) {
      await waitFor(async () => (await linesOf(file)).length >= killAfter, `${killAfter} activities`);
      await host.kill();
      host = await spawnHost(app);
    }
    expect((await host.client.end('family')).output).toEqual(expected);
    // Each at least once. A kill may repeat the running work, which is one activity for each child.
    const runs = await linesOf(file);
    expect([...new Set(runs)].sort()).toEqual([...expected].sort());
    expect(runs.length).toBeLessThanOrEqual(expected.length + 3 * texts.length);
    // No child was started twice: five for each half, the parent, and no others.
    const all = await host.client.call<unknown[]>('getStatusAll');
    expect(all).toHaveLength(2 * texts.length + 1);
  });

  test('keeps a confirmed event through kill -9 of the host', async () => {
    const app = await bench.copyApp('durable');
    const first = await spawnHost(app);
    await first.client.start('events', ['a', 'b'], 'listener');
    await first.client.call('raiseEvent', 'listener', 'b', 2);
    await first.kill();
    const second = await spawnHost(app);
    await second.client.call('raiseEvent', 'listener', 'a', 1);
    expect((await second.client.end('listener')).output).toEqual([1, 2]);
    await second.kill();
    const third = await spawnHost(app);
    expect((await third.client.status('listener')).output).toEqual([1, 2]);
  });

  /** The worker that dies also runs the client's function, so a request may get no response. */
  const endOf = (client: DurableClient, id: string): Promise<Status> =>
    waitFor(async () => {
      const status = await client.status(id).catch(() => undefined);
      return ['Completed', 'Failed'].includes(status?.runtimeStatus ?? '') ? status : undefined;
    }, 'the end');

  // Proves durable.deadTurns of functions-host with JavaScript.
  test('gets a failure of an activity whose worker died', async () => {
    const host = await bench.start('durable');
    const client = DurableClient.of(host);
    const id = await client.start('sequence', [`die-once:${host.app.directory}/died`, 'next']);
    const { runtimeStatus, output } = await endOf(client, id);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(/'sequence' failed: Activity function 'echo' failed: .*worker/);
    // It is not run again. The last line of a dying worker may be lost.
    expect(host.logged('echo').length).toBeLessThanOrEqual(1);
  });

  // Proves durable.deadTurns of functions-host with JavaScript.
  test('fails permanently when the worker died within its orchestrator', async () => {
    const host = await bench.start('durable');
    const client = DurableClient.of(host);
    const id = await client.start('dies-once', `${host.app.directory}/died`);
    const { runtimeStatus, output } = await endOf(client, id);
    expect(runtimeStatus).toBe('Failed');
    expect(output).toMatch(
      /^Orchestrator function 'dies-once' failed: Non-Deterministic workflow detected: /,
    );
    expect(host.logged('echo')).toEqual(['"before"']);
  });

  test('continues when the worker is killed while the instance waits', async () => {
    const clock = new ManualClock(START);
    const host = await bench.start('durable', { clock, settings: NO_TIMER });
    const client = DurableClient.of(host);
    const id = await client.start('sleep', 60);
    await waitFor(() => clock.due.length === 1, 'the timer');
    const processId = await host.workerProcessId();
    process.kill(processId, 'SIGKILL');
    await waitFor(async () => ![0, processId].includes(await host.workerProcessId()), 'another worker');
    expect((await client.end(id, clock)).runtimeStatus).toBe('Completed');
  });

  test('stops when its log cannot be written, and reports that to clients that write to it', async () => {
    const host = await bench.start('durable', { clock: new ManualClock(START), settings: NO_TIMER });
    const client = DurableClient.of(host);
    await client.start('events', ['go'], 'unwritable');
    await client.reach('unwritable', 'Running');
    await rm(logPath(host, 'unwritable'));
    await mkdir(logPath(host, 'unwritable'));
    await expect(client.call('raiseEvent', 'unwritable', 'go', 1)).rejects.toThrow(/status code: 500/);
    await expect(client.call('raiseEvent', 'unwritable', 'go', 1)).rejects.toThrow(/status code: 500/);
    // Each of two concurrent calls may find that the log cannot be written; both report it.
    const critical = host.records.filter(({ level }) => level === 'critical').map(({ message }) => message);
    expect(new Set(critical).size).toBe(1);
    expect((await client.end(await client.start('hello', 'you'))).output).toBe('hello you');
  });

  describe('over a restart of the host', () => {
    const restart = async (host: HostUnderTest, clock: ManualClock): Promise<HostUnderTest> => {
      await host.host.close();
      return bench.start(host.app, { clock, settings: NO_TIMER });
    };

    test('continues at its timer, also when the time passed without a host', async () => {
      const first = await bench.start('durable', { clock: new ManualClock(START), settings: NO_TIMER });
      await DurableClient.of(first).start('sleep', 60, 'short');
      await DurableClient.of(first).start('sleep', 3600, 'long');
      await DurableClient.of(first).reach('long', 'Running');
      await DurableClient.of(first).reach('short', 'Running');
      const clock = new ManualClock('2026-03-01T10:10:00.000Z');
      const second = await restart(first, clock);
      const client = DurableClient.of(second);
      expect((await client.end('short')).output).toMatchObject({ ended: '2026-03-01T10:10:00.000Z' });
      expect(clock.due).toEqual(['2026-03-01T11:00:00.000Z']);
      clock.moveTo('2026-03-01T11:00:00.000Z');
      expect((await client.end('long')).output).toEqual({ begun: START, ended: '2026-03-01T11:00:00.000Z' });
    });

    test('is retried at the planned time', async () => {
      const first = await bench.start('durable', { clock: new ManualClock(START), settings: NO_TIMER });
      await DurableClient.of(first).start('retried', { key: 'k', failures: 1, attempts: 3 }, 'again');
      await waitFor(
        () => first.records.some(({ message }) => message.includes('attempt 1 of k')),
        'a failure',
      );
      await waitFor(async () => (await logOf(first, 'again')).includes('"retryOf"'), 'the pause');
      const clock = new ManualClock(START);
      const second = await restart(first, clock);
      expect(clock.due).toEqual(['2026-03-01T10:00:01.000Z']);
      clock.moveTo('2026-03-01T10:00:01.000Z');
      // The new worker counts from one again, so its first attempt fails and its second succeeds.
      const end = await DurableClient.of(second).end('again', clock);
      expect(end).toMatchObject({ runtimeStatus: 'Completed', output: 2 });
    });

    test('stays suspended, and keeps events that arrived meanwhile', async () => {
      const clock = new ManualClock(START);
      const first = await bench.start('durable', { clock, settings: NO_TIMER });
      await DurableClient.of(first).start('events', ['go'], 'paused');
      await DurableClient.of(first).reach('paused', 'Running');
      await DurableClient.of(first).call('suspend', 'paused', 'for now');
      await DurableClient.of(first).call('raiseEvent', 'paused', 'go', 'gone');
      const client = DurableClient.of(await restart(first, clock));
      expect((await client.status('paused')).runtimeStatus).toBe('Suspended');
      await client.call('resume', 'paused', 'go on');
      expect((await client.end('paused')).output).toEqual(['gone']);
    });

    test('drops an incomplete record at the end of its log', async () => {
      const clock = new ManualClock(START);
      const first = await bench.start('durable', { clock, settings: NO_TIMER });
      await DurableClient.of(first).start('events', ['a', 'b'], 'torn');
      await DurableClient.of(first).reach('torn', 'Running');
      await DurableClient.of(first).call('raiseEvent', 'torn', 'a', 1);
      await waitFor(
        async () => (await logOf(first, 'torn')).split('"record":"turn"').length === 3,
        'two turns',
      );
      await first.host.close();
      const path = logPath(first, 'torn');
      const whole = await readFile(path, 'utf8');
      await truncate(path, whole.length - 10);
      const client = DurableClient.of(await bench.start(first.app, { clock, settings: NO_TIMER }));
      await client.call('raiseEvent', 'torn', 'b', 2);
      expect((await client.end('torn')).output).toEqual([1, 2]);
    });

    test('is not loaded from a log with damage in the middle', async () => {
      const clock = new ManualClock(START);
      const first = await bench.start('durable', { clock, settings: NO_TIMER });
      await DurableClient.of(first).start('events', ['a'], 'damaged');
      await DurableClient.of(first).reach('damaged', 'Running');
      await first.host.close();
      const path = logPath(first, 'damaged');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('"name":"events"', '"name":"evento"'));
      await expect(bench.start(first.app)).rejects.toThrow(/damaged\.log is damaged at byte 0/);
    });

    test('is not read at a start when it has ended', async () => {
      const clock = new ManualClock(START);
      const first = await bench.start('durable', { clock, settings: NO_TIMER });
      await DurableClient.of(first).end(await DurableClient.of(first).start('hello', 'x', 'over'));
      const hub = join(first.app.dataDirectory, 'durable', 'testhubname');
      await waitFor(async () => (await readdir(join(hub, 'running'))).length === 0, 'the log to be put away');
      expect(await readdir(join(hub, 'finished'))).toEqual(['over.log']);
      const client = DurableClient.of(await restart(first, clock));
      expect((await client.status('over')).output).toBe('hello x');
    });
  });

  const logPath = ({ app }: HostUnderTest, id: string): string =>
    join(app.dataDirectory, 'durable', 'testhubname', 'running', `${id}.log`);
  const logOf = (host: HostUnderTest, id: string): Promise<string> => readFile(logPath(host, id), 'utf8');
});

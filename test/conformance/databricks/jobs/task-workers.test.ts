import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { systemJobsClock } from '../../../../local/databricks/jobs/jobs-clock';
import { readTaskLog, TaskLog } from '../../../../local/databricks/jobs/task-log';
import { type TaskProcess } from '../../../../local/databricks/jobs/task-process';
import { type TaskProcessEnd } from '../../../../local/databricks/jobs/task-trace';
import { TaskWorkers, type TaskWorkersOptions } from '../../../../local/databricks/jobs/task-workers';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { ManualJobsClock } from './manual-jobs-clock';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('workers of tasks', () => {
  let directory = '';
  let remove: () => Promise<void>;
  let workers: TaskWorkers;
  let logs = 0;

  const open = (options: Partial<TaskWorkersOptions> = {}): void => {
    workers = new TaskWorkers({ args: [], clock: systemJobsClock, ...options });
  };
  beforeEach(async () => {
    ({ path: directory, remove } = await temporaryDirectory());
    open();
  });
  afterEach(async () => {
    await workers.close();
    await remove();
  });

  const start = (
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): { readonly task: TaskProcess; readonly log: string } => {
    const path = join(directory, `${(logs += 1)}.log`);
    const log = new TaskLog(path);
    const command = { script: join(__dirname, 'worker-script.cjs'), args, environment };
    const task = workers.start({ command, log, clock: systemJobsClock, killAfterMilliseconds: 100 });
    void task.ended.then(() => {
      log.close();
    });
    return { task, log: path };
  };
  const run = async (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<{ readonly end: TaskProcessEnd; readonly log: string }> => {
    const { task, log } = start(args, environment);
    const end = await task.ended;
    return { end, log: readTaskLog(log).text };
  };
  const identify = async (): Promise<number> => Number((await run(['identify', ''])).log);
  const untilExists = async (file: string): Promise<void> => {
    while (!existsSync(file) || readFileSync(file).length === 0) await later(5);
  };

  test('run one task after the other in one process, each with its own output', async () => {
    const pid = await identify();
    expect(await run(['print', 'first', 'complain', 'warning'])).toEqual({
      end: { kind: 'succeeded' },
      log: 'first\nwarning\n',
    });
    expect(await run(['print', 'second'])).toEqual({ end: { kind: 'succeeded' }, log: 'second\n' });
    expect(await identify()).toBe(pid);
  });

  test('run tasks at the same time in a process each', async () => {
    const gate = join(directory, 'gate');
    const one = start(['identify', '', 'touch', join(directory, 'began'), 'wait', gate]);
    await untilExists(join(directory, 'began'));
    const other = await identify();
    await writeFile(gate, '');
    await one.task.ended;
    expect(Number(readTaskLog(one.log).text)).not.toBe(other);
  });

  test('give no task the environment of another', async () => {
    expect((await run(['environment', 'THE_SECRET'], { THE_SECRET: 'salt' })).log).toBe('salt\n');
    expect((await run(['environment', 'THE_SECRET'])).log).toBe('undefined\n');
  });

  test('report a failed task with its last line and trace, and replace its process', async () => {
    const pid = await identify();
    expect(
      await run(['print', 'so far', 'complain', 'at x', 'complain', 'it broke', 'end-with', '1']),
    ).toEqual({
      end: { kind: 'failed', message: 'it broke', trace: 'at x\nit broke' },
      log: 'so far\nat x\nit broke\n',
    });
    expect(await identify()).not.toBe(pid);
    while (isAlive(pid)) await later(5);
  });

  test('keep the other task and its process when one crashes', async () => {
    const gate = join(directory, 'gate');
    const other = start(['identify', '', 'touch', join(directory, 'began'), 'wait', gate]);
    await untilExists(join(directory, 'began'));
    expect((await run(['write-error', 'out of memory', 'kill', 'SIGKILL'])).end).toMatchObject({
      kind: 'failed',
    });
    await writeFile(gate, '');
    expect(await other.task.ended).toEqual({ kind: 'succeeded' });
    expect(await identify()).toBe(Number(readTaskLog(other.log).text));
  });

  test.each([
    [['exit', '3'], 'the task ended with exit code 3'],
    [['kill', 'SIGKILL'], 'the task ended with SIGKILL'],
  ])('report how a process ended that wrote nothing: %j', async (args, message) => {
    expect((await run(args)).end).toEqual({ kind: 'failed', message, trace: '' });
  });

  test('end a task that is killed, also one that ignores the signal', async () => {
    for (const before of [[], ['ignore-signals', '']]) {
      const file = join(directory, `pid-${before.length}`);
      const { task } = start([...before, 'touch', file, 'wait', join(directory, 'gate')]);
      await untilExists(file);
      task.kill();
      expect(await task.ended).toMatchObject({ kind: 'failed' });
      expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
    }
    expect((await run(['print', 'next'])).log).toBe('next\n');
  });

  test('begin a task in another process when the waiting one has died', async () => {
    const pid = await identify();
    process.kill(pid, 'SIGKILL');
    // At once, before the end of the process is known.
    expect((await run(['print', 'x'])).end).toEqual({ kind: 'succeeded' });
  });

  test('replace a process that holds much memory after a task', async () => {
    open({ maximumIdleBytes: 1000 });
    const pid = await identify();
    await run(['resident', '1001']);
    expect(await identify()).not.toBe(pid);
  });

  test('end a process without tasks after some time', async () => {
    const clock = new ManualJobsClock();
    open({ clock, idleMilliseconds: 60_000 });
    const pid = await identify();
    clock.advance(59);
    expect(await identify()).toBe(pid);
    clock.advance(60);
    while (isAlive(pid)) await later(5);
  });

  test('end all processes when they are closed', async () => {
    const pid = await identify();
    await workers.close();
    expect(isAlive(pid)).toBe(false);
  });
});

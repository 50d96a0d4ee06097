import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Databricks } from '../../../../local/databricks';
import { programArguments } from '../../../testing/program';
import { dependsOn, JobsFixture, task, TOKEN_KEY } from './jobs-fixture';

const later = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('an acknowledged run', () => {
  const fixture = new JobsFixture();
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    await fixture.cleanup();
  });

  /** Starts the service as a separate process. */
  const startProcess = async (): Promise<ChildProcess> => {
    const loader = [...programArguments('local/databricks/index.ts')];
    const index = loader.pop() ?? '';
    const child = spawn(
      process.execPath,
      [
        ...loader,
        join(__dirname, 'databricks-process.cjs'),
        index,
        fixture.path('data'),
        fixture.path('bundle'),
        TOKEN_KEY,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    children.push(child);
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { ready } = JSON.parse(line.toString()) as { ready: Pick<Databricks, 'baseUrl' | 'jobs'> };
    fixture.attach(ready);
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const writeHangingJob = async (): Promise<void> => {
    await fixture.writeBundle([]);
    await fixture.writeBundle(
      [
        task('done', ['print', 'done before']),
        task('a', ['print', 'so far', 'touch', fixture.path('pid'), 'wait', fixture.path('gate')], {
          ...dependsOn('done'),
          max_retries: 5,
        }),
        task('b', [], dependsOn('a')),
      ],
      { queue: { enabled: true } },
    );
  };
  const untilRunning = async (runId: number): Promise<number> => {
    await fixture.running(runId, 'a');
    while (!existsSync(fixture.path('pid')) || (await readFile(fixture.path('pid'), 'utf8')) === '')
      await later(5);
    return Number(await readFile(fixture.path('pid'), 'utf8'));
  };

  // Proves durability of databricks with HTTP.
  test('survives a killed service as a run with a lost driver, and its programs end', async () => {
    await writeHangingJob();
    const child = await startProcess();
    const token = { idempotency_token: 'once' };
    const runId = await fixture.runNow(token);
    const pid = await untilRunning(runId);
    await kill(child);
    while (isAlive(pid)) await later(5);

    await startProcess();
    expect(await fixture.runNow(token)).toBe(runId);
    expect(await fixture.results(runId)).toEqual(['done SUCCESS', 'a FAILED', 'b UPSTREAM_FAILED']);
    const run = await fixture.getRun(runId);
    const lost = 'Could not reach driver of cluster: the driver of the task was lost.';
    expect(run).toMatchObject({
      state: {
        life_cycle_state: 'INTERNAL_ERROR',
        result_state: 'FAILED',
        state_message: `Task a failed with message: ${lost}.`,
      },
      status: { state: 'TERMINATED', termination_details: { code: 'DRIVER_ERROR', type: 'INTERNAL_ERROR' } },
      tasks: [{}, { state: { state_message: lost } }, {}],
    });
    expect(run.end_time).toBeGreaterThan(0);
    const output = await fixture.get('jobs/runs/get-output', { run_id: run.tasks[1]?.run_id });
    expect(output.body['logs']).toBe('so far\n');

    // The run no longer counts towards the limit of its job.
    await writeFile(fixture.path('gate'), '');
    const next = await fixture.runNow({ idempotency_token: 'again' });
    expect((await fixture.ended(next)).state.result_state).toBe('SUCCESS');
  });

  // Proves durability of databricks with HTTP.
  test('survives kills at any time, with one run for every token and an end of every run', async () => {
    await fixture.writeBundle([]);
    await fixture.writeBundle([task('a', ['print', 'x']), task('b', [], dependsOn('a'))], {
      queue: { enabled: true },
    });
    const known = new Map<string, number>();
    for (let round = 0; round < 3; round += 1) {
      const child = await startProcess();
      for (const [token, runId] of known)
        expect(await fixture.runNow({ idempotency_token: token })).toBe(runId);
      for (const token of [`${round}-a`, `${round}-b`])
        known.set(token, await fixture.runNow({ idempotency_token: token }));
      // Kills at another moment of the run each time, with shorter waits than the run takes.
      const [runId = 0] = [...known.values()].slice(-2);
      if (round === 1) await fixture.until(runId, ({ tasks }) => tasks[0]?.status.state !== 'BLOCKED');
      if (round === 2) await fixture.ended(runId);
      await kill(child);
    }
    await startProcess();
    for (const [token, runId] of known) {
      expect(await fixture.runNow({ idempotency_token: token })).toBe(runId);
      const run = await fixture.ended(runId);
      expect(['SUCCESS', 'FAILED']).toContain(run.state.result_state);
      for (const { status } of run.tasks) expect(status.state).toBe('TERMINATED');
    }
    expect(((await fixture.get('jobs/runs/list', { limit: 25 })).body['runs'] as unknown[]).length).toBe(
      known.size,
    );
  });

  test('has a lost driver also after a service was stopped', async () => {
    await writeHangingJob();
    const child = await startProcess();
    const runId = await fixture.runNow();
    const pid = await untilRunning(runId);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(isAlive(pid)).toBe(false);
    await startProcess();
    expect((await fixture.ended(runId)).status.termination_details?.code).toBe('DRIVER_ERROR');
  });

  test('remains cancelled when the service ends before the program', async () => {
    await fixture.writeBundle([]);
    await fixture.writeBundle([
      task('a', ['ignore-signals', '', 'touch', fixture.path('pid'), 'wait', fixture.path('gate')]),
    ]);
    const child = await startProcess();
    const runId = await fixture.runNow();
    const pid = await untilRunning(runId);
    await fixture.post('jobs/runs/cancel', { run_id: runId });
    await kill(child);
    while (isAlive(pid)) await later(5);
    await startProcess();
    expect(await fixture.results(runId)).toEqual(['a CANCELED']);
    expect((await fixture.getRun(runId)).state.result_state).toBe('CANCELED');
  });

  test('is removed with its logs when too many newer runs have ended', async () => {
    await fixture.start([task('a', ['print', 'x'])], { keepRuns: 2, job: { queue: { enabled: true } } });
    const ids: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.push(await fixture.runNow());
      await fixture.ended(ids.at(-1) ?? 0);
    }
    const folders = await readdir(fixture.path('data/runs'), { withFileTypes: true });
    expect(
      folders
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => Number(name))
        .sort(),
    ).toEqual(ids.slice(-2).sort());
  });

  test('prevents a second service in the directory', async () => {
    await fixture.start([task('a', [])]);
    const other = new JobsFixture();
    other.directory = fixture.directory;
    await expect(other.restart()).rejects.toMatchObject({ code: 'start_failed' });
  });

  test('prevents the start when it cannot be read', async () => {
    await fixture.start([task('a', [])]);
    const runId = await fixture.runNow();
    await fixture.ended(runId);
    await fixture.close();
    const file = fixture.path(`data/runs/${runId}/run.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version":1', '"version":9'));
    await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
    await writeFile(file, '{');
    await expect(fixture.restart()).rejects.toMatchObject({ code: 'corrupt' });
  });
});

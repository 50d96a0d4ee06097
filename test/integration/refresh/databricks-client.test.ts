import { DatabricksClient } from '../../../src/lib/refresh/clients/databricks-client';
import { type RunStatus } from '../../../src/lib/refresh/ports';
import { toRefreshNumber } from '../../../src/lib/refresh/refresh-id';
import { JobsFixture, task, dependsOn, TOKEN_KEY } from '../../conformance/databricks/jobs/jobs-fixture';
import { fixedCredential } from '../../testing/fakes/fixed-credential';

const fixture = new JobsFixture();
const credential = fixedCredential(TOKEN_KEY);
afterEach(() => fixture.cleanup());

const PARAMETER = { parameters: [{ name: 'refresh', default: '' }] };
const only = (operation: string) => ({
  matches: (target: { readonly operation: string }) => target.operation === operation,
});

async function open(tasks: readonly object[], job: object = {}): Promise<DatabricksClient> {
  await fixture.start(tasks, { job: { ...PARAMETER, ...job } });
  return connect();
}

function connect(jobId = fixture.jobId): DatabricksClient {
  return new DatabricksClient({ workspaceUrl: fixture.databricks.baseUrl, jobId, credential });
}

const start = (client: DatabricksClient, token: string): Promise<string> =>
  client.start({ token, refresh: toRefreshNumber(42), name: 'job', intendedAt: new Date(), again: false });

async function until(
  client: DatabricksClient,
  run: string,
  condition: (status: RunStatus) => boolean,
): Promise<RunStatus> {
  for (;;) {
    const status = await client.read(run);
    if (condition(status)) return status;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const ended = (client: DatabricksClient, run: string): Promise<RunStatus> =>
  until(client, run, ({ outcome }) => outcome !== 'running');

describe('DatabricksClient', () => {
  it('starts the job with the number of the refresh, and reads its status to the end', async () => {
    const client = await open([task('one', ['print', '{{job.parameters.refresh}}'])]);
    const run = await start(client, 'a-1');
    const status = await ended(client, run);
    expect(status).toMatchObject({
      outcome: 'succeeded',
      tasks: [{ name: 'one', state: 'TERMINATED SUCCESS' }],
    });
    expect(status.url).toContain(run);
    const [first] = (await fixture.getRun(Number(run))).tasks;
    expect((await fixture.get('jobs/runs/get-output', { run_id: first?.run_id })).body).toMatchObject({
      logs: '42\n',
    });
    expect(new Set(credential.scopes)).toEqual(new Set(['2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default']));
  });

  it('gets the same run for the same token when the first reply was lost', async () => {
    const client = await open([task('one', ['print', 'x'])]);
    fixture.databricks.faults.inject({ kind: 'lose-reply' }, only('RunNow'));
    await expect(start(client, 'a-1')).rejects.toMatchObject({
      code: 'databricks_unavailable',
      kind: 'transient',
    });
    const run = await start(client, 'a-1');
    expect(await start(client, 'a-1')).toBe(run);
    expect(await start(client, 'a-2')).not.toBe(run);
    expect((await fixture.get('jobs/runs/list')).body['runs']).toHaveLength(2);
  });

  it.each([429, 503])(
    'throws a transient error with Retry-After and starts nothing when the service answers %s',
    async (status) => {
      const client = await open([task('one', ['print', 'x'])]);
      fixture.databricks.faults.inject({ kind: 'fail', status, code: 'BUSY', retryAfterSeconds: 17 });
      await expect(start(client, 'a-1')).rejects.toMatchObject({
        kind: 'transient',
        data: { status, retryAfterSeconds: 17 },
        message: expect.stringContaining('BUSY') as unknown,
      });
      expect((await fixture.get('jobs/runs/list')).body['runs'] ?? []).toEqual([]);
    },
  );

  it('reports an unknown status as running', async () => {
    const client = await open([task('one', ['print', 'x'])]);
    const run = await start(client, 'a-1');
    await ended(client, run);
    fixture.databricks.faults.inject({ kind: 'show-state', state: 'HIBERNATING' }, only('GetRun'));
    expect(await client.read(run)).toMatchObject({
      outcome: 'running',
      status: expect.stringContaining('HIBERNATING') as unknown,
    });
    expect(await client.read(run)).toMatchObject({ outcome: 'succeeded' });
  });

  it('reports the message of a failed task, and that a retry is useless', async () => {
    const client = await open([
      task('one', ['fail', 'no such column']),
      task('two', ['print', 'x'], dependsOn('one')),
    ]);
    const status = await ended(client, await start(client, 'a-1'));
    expect(status).toMatchObject({ outcome: 'failed', retryable: false });
    expect(status.message).toMatch(/^task one: .*no such column/s);
    expect(status.tasks.map(({ name }) => name)).toEqual(['one', 'two']);
  });

  it('reads the log and the error of a task, and none of a task that the run lacks', async () => {
    const client = await open([
      task('one', ['print', 'forty-two']),
      task('two', ['fail', 'no such column'], dependsOn('one')),
    ]);
    const run = await start(client, 'a-1');
    await ended(client, run);
    expect(await client.readOutput(run, 'one')).toMatchObject({
      error: undefined,
      log: 'forty-two\n',
      truncated: false,
    });
    const failed = await client.readOutput(run, 'two');
    expect(`${failed?.error ?? ''} ${failed?.log ?? ''}`).toContain('no such column');
    expect(await client.readOutput(run, 'three')).toBeUndefined();
  });

  it('reports a lost driver as retryable', async () => {
    const client = await open([task('one', ['wait', fixture.path('never')])]);
    const run = await start(client, 'a-1');
    await fixture.running(Number(run), 'one');
    await fixture.close();
    await fixture.restart();
    expect(await ended(connect(), run)).toMatchObject({ outcome: 'failed', retryable: true });
  });

  it('cancels a running run, and changes nothing when it has ended', async () => {
    const client = await open([task('one', ['print', 'x'])]);
    fixture.databricks.faults.inject({ kind: 'run-never-ends' }, only('RunNow'));
    const run = await start(client, 'a-1');
    await until(client, run, ({ status }) => status === 'RUNNING');
    await client.cancel(run);
    expect(await ended(client, run)).toMatchObject({ outcome: 'cancelled' });
    await client.cancel(run);
  });

  it('reports a run that another client cancelled, and that a retry is useless', async () => {
    const client = await open([task('one', ['wait', fixture.path('never')])]);
    fixture.databricks.faults.inject({ kind: 'run-is-cancelled' }, only('RunNow'));
    expect(await ended(client, await start(client, 'a-1'))).toMatchObject({
      outcome: 'cancelled',
      retryable: false,
    });
  });

  it('reads all tasks of a run that has several pages', async () => {
    const names = Array.from({ length: 130 }, (_, n) => `task_${n}`);
    const client = await open([
      task('gate', ['fail', 'x']),
      ...names.map((name) => task(name, ['print', 'x'], dependsOn('gate'))),
    ]);
    const { tasks } = await ended(client, await start(client, 'a-1'));
    expect(tasks.map(({ name }) => name)).toEqual(['gate', ...names]);
  });

  it('throws a permanent error for an unknown job and for a wrong token', async () => {
    await open([task('one', ['print', 'x'])]);
    await expect(start(connect(999), 'a-1')).rejects.toMatchObject({
      code: 'databricks_refused',
      kind: 'permanent',
    });
    const workspaceUrl = fixture.databricks.baseUrl;
    const stranger = new DatabricksClient({
      workspaceUrl,
      jobId: fixture.jobId,
      credential: fixedCredential('x'),
    });
    await expect(start(stranger, 'a-1')).rejects.toMatchObject({ code: 'databricks_refused' });
  });

  it('refuses a workspace on another machine whose URL is not HTTPS', () => {
    expect(() => new DatabricksClient({ workspaceUrl: 'http://adb.example', jobId: 1, credential })).toThrow(
      expect.objectContaining({ code: 'config_invalid' }) as Error,
    );
  });
});

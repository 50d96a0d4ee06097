import { writeFile } from 'node:fs/promises';
import { JobsFixture, task } from './jobs-fixture';

describe('an idempotency token', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  const count = async (): Promise<number> =>
    ((await fixture.get('jobs/runs/list')).body['runs'] as unknown[] | undefined)?.length ?? 0;

  // Proves run-now of databricks with HTTP.
  test('returns the same run again while it runs, after it failed and after a restart', async () => {
    await fixture.start([task('one', ['wait', '{{job.parameters.gate}}', 'fail', 'no'])], {
      job: { parameters: [{ name: 'gate', default: '' }] },
    });
    const request = { idempotency_token: 'x'.repeat(64), job_parameters: { gate: fixture.path('gate') } };
    const runId = await fixture.runNow(request);
    await fixture.running(runId, 'one');
    expect(await fixture.runNow(request)).toBe(runId);
    await writeFile(fixture.path('gate'), '');
    expect((await fixture.ended(runId)).state.result_state).toBe('FAILED');
    expect(await fixture.runNow(request)).toBe(runId);
    await fixture.close();
    await fixture.restart();
    expect(await fixture.runNow(request)).toBe(runId);
    expect(await count()).toBe(1);
  });

  test('returns one run to many concurrent requests', async () => {
    await fixture.start([task('one', [])]);
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => fixture.runNow({ idempotency_token: 'same' })),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await count()).toBe(1);
  });

  test('starts another run for another token, and without a token', async () => {
    await fixture.start([task('one', [])], { job: { queue: { enabled: true } } });
    const ids = [
      await fixture.runNow({ idempotency_token: 'a' }),
      await fixture.runNow({ idempotency_token: 'b' }),
      await fixture.runNow({ idempotency_token: '' }),
      await fixture.runNow({ idempotency_token: '' }),
      await fixture.runNow(),
    ];
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) await fixture.ended(id);
  });

  test('returns the same run to a client that lost the response', async () => {
    await fixture.start([task('one', [])]);
    fixture.databricks.faults.inject({ kind: 'lose-reply' });
    await expect(fixture.runNow({ idempotency_token: 'lost' })).rejects.toThrow('fetch failed');
    const runId = await fixture.runNow({ idempotency_token: 'lost' });
    expect((await fixture.ended(runId)).state.result_state).toBe('SUCCESS');
    expect(await count()).toBe(1);
  });

  test('of a removed run starts no run', async () => {
    await fixture.start([task('one', [])], { keepRuns: 1 });
    const first = await fixture.runNow({ idempotency_token: 'first' });
    await fixture.ended(first);
    const second = await fixture.runNow({ idempotency_token: 'second' });
    await fixture.ended(second);
    const refusal = {
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: expect.stringContaining('deleted') as unknown },
    };
    const again = (): Promise<unknown> =>
      fixture.post('jobs/run-now', { job_id: fixture.jobId, idempotency_token: 'first' });
    expect(await again()).toMatchObject(refusal);
    await fixture.close();
    await fixture.restart({ keepRuns: 1 });
    expect(await again()).toMatchObject(refusal);
    expect(await fixture.get('jobs/runs/get', { run_id: first })).toMatchObject({
      status: 400,
      body: { error_code: 'INVALID_PARAMETER_VALUE', message: `Run ${first} does not exist.` },
    });
    expect(await count()).toBe(1);
  });
});

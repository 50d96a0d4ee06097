import { type DatabricksFault } from '../../../../local/databricks';
import { answerOf, JobsFixture, task } from './jobs-fixture';

describe('a fault', () => {
  const fixture = new JobsFixture();
  afterEach(() => fixture.cleanup());

  test.each([
    [
      '429 with Retry-After',
      { kind: 'fail', status: 429, code: 'RESOURCE_EXHAUSTED', retryAfterSeconds: 2 },
      '2',
    ],
    ['503', { kind: 'fail', status: 503, code: 'TEMPORARILY_UNAVAILABLE' }, null],
  ] as const)('returns %s without running the operation', async (_what, fault, retryAfter) => {
    await fixture.start([task('one', [])]);
    const { faults } = fixture.databricks;
    faults.inject(fault, { matches: ({ operation }) => operation === 'RunNow' });
    expect((await fixture.get('jobs/list')).status).toBe(200);
    const answer = await fixture.post('jobs/run-now', { job_id: fixture.jobId });
    expect(answer).toMatchObject({ status: fault.status, body: { error_code: fault.code } });
    expect(answer.headers.get('retry-after')).toBe(retryAfter);
    expect((await fixture.get('jobs/runs/list')).body).toEqual({ has_more: false });
    expect(faults.pending).toBe(0);
    expect((await fixture.ended(await fixture.runNow())).state.result_state).toBe('SUCCESS');
  });

  test('loses replies of completed operations', async () => {
    await fixture.start([task('one', [])]);
    fixture.databricks.faults.inject({ kind: 'lose-reply' }, { requests: 2 });
    await expect(fixture.runNow()).rejects.toThrow('fetch failed');
    await expect(fixture.get('jobs/list')).rejects.toThrow('fetch failed');
    expect((await fixture.get('jobs/runs/list')).body['runs']).toHaveLength(1);
  });

  test('returns an unknown state for some requests', async () => {
    await fixture.start([task('one', [])]);
    const runId = await fixture.runNow();
    await fixture.ended(runId);
    fixture.databricks.faults.inject({ kind: 'show-state', state: 'HIBERNATING' }, { requests: 2 });
    const odd = { state: { life_cycle_state: 'HIBERNATING' }, status: { state: 'HIBERNATING' } };
    expect(await fixture.getRun(runId)).toMatchObject({ ...odd, tasks: [odd] });
    expect((await fixture.get('jobs/runs/list')).body).toMatchObject({ runs: [odd] });
    expect((await fixture.getRun(runId)).state.life_cycle_state).toBe('TERMINATED');
  });

  test('lets a run never end, until it is cancelled', async () => {
    await fixture.start([task('one', []), task('two', [])]);
    fixture.databricks.faults.inject({ kind: 'run-never-ends' });
    const runId = await fixture.runNow();
    await fixture.running(runId, 'two');
    const { body } = await fixture.get('jobs/runs/list', { active_only: true });
    expect(body['runs']).toHaveLength(1);
    await fixture.post('jobs/runs/cancel', { run_id: runId });
    expect((await fixture.ended(runId)).state.result_state).toBe('CANCELED');
    expect((await fixture.ended(await fixture.runNow())).state.result_state).toBe('SUCCESS');
  });

  test('lets another client cancel a run', async () => {
    await fixture.writeBundle([]);
    await fixture.start([task('one', ['wait', fixture.path('gate')])]);
    fixture.databricks.faults.inject({ kind: 'run-is-cancelled' });
    const run = await fixture.ended(await fixture.runNow());
    expect(run.status.termination_details?.code).toBe('USER_CANCELED');
  });

  test('does not affect requests without a token', async () => {
    await fixture.start([task('one', [])]);
    fixture.databricks.faults.inject({ kind: 'fail', status: 503, code: 'X' });
    expect((await fetch(`${fixture.databricks.baseUrl}/api/2.2/jobs/list`)).status).toBe(401);
    expect(fixture.databricks.faults.pending).toBe(1);
  });

  describe('over http', () => {
    const admin = async (method: string, body?: object): Promise<unknown> => {
      const answer = await answerOf(
        await fetch(`${fixture.databricks.baseUrl}/_stand-in/faults`, {
          method,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
      return answer.status === 200 ? answer.body : answer.status;
    };

    test('can be injected and cleared when allowed', async () => {
      await fixture.start([task('one', [])], { faultEndpoint: true });
      const fault: DatabricksFault = { kind: 'fail', status: 429, code: 'X', retryAfterSeconds: 1 };
      expect(await admin('POST', { fault, operation: 'ListJobs', requests: 2 })).toEqual({ pending: 2 });
      expect((await fixture.get('jobs/runs/list')).status).toBe(200);
      expect((await fixture.get('jobs/list')).headers.get('retry-after')).toBe('1');
      expect(await admin('GET')).toEqual({ pending: 1 });
      expect(await admin('DELETE')).toEqual({ pending: 0 });
      for (const kind of ['lose-reply', 'run-never-ends', 'run-is-cancelled'])
        await admin('POST', { fault: { kind } });
      expect(await admin('POST', { fault: { kind: 'show-state', state: 'X' } })).toEqual({ pending: 4 });
    });

    test('are refused when they are invalid', async () => {
      await fixture.start([task('one', [])], { faultEndpoint: true });
      expect(await admin('POST', { fault: { kind: 'other' } })).toBe(400);
      expect(await admin('POST', {})).toBe(400);
      expect(await admin('POST', { fault: { kind: 'lose-reply', status: 3 } })).toBe(400);
      expect(await admin('PUT')).toBe(405);
    });

    test('are not available by default', async () => {
      await fixture.start([task('one', [])]);
      expect(await admin('GET')).toBe(401);
    });
  });
});

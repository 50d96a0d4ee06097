import { existsSync } from 'node:fs';
import { type JsonObject } from '../../../local/kit';
import { ALWAYS, FactoryFixture } from './factory-fixture';

const fixture = new FactoryFixture();
beforeAll(() => fixture.start());
afterEach(() => {
  fixture.factory.faults.clear();
  fixture.files.faults.clear();
});
afterAll(() => fixture.remove());

const createEmpty = (runId: string) =>
  fixture.send('POST', '/pipelines/ingest_reference_files/createRun', { runId, files: [] });

async function runsOf(runId: string): Promise<readonly JsonObject[]> {
  const { body } = await fixture.send('POST', '/queryPipelineRuns', ALWAYS);
  const runs = body['value'] as unknown as readonly JsonObject[];
  return runs.filter(({ parameters }) => (parameters as JsonObject)['runId'] === runId);
}

test.each([429, 503])('returns %s with Retry-After without running the operation', async (status) => {
  fixture.factory.faults.inject({ kind: 'fail', status, code: 'Busy', retryAfterSeconds: 7 });
  const refused = await createEmpty(`busy-${status}`);
  expect(refused.status).toBe(status);
  expect(refused.headers.get('retry-after')).toBe('7');
  expect(refused.body).toMatchObject({ error: { code: 'Busy' } });
  expect(await runsOf(`busy-${status}`)).toEqual([]);
  expect((await createEmpty(`busy-${status}`)).status).toBe(200);
});

test('starts the run of a lost reply, and the run is found by its parameter', async () => {
  fixture.factory.faults.inject(
    { kind: 'lose-reply' },
    { matches: ({ operation }) => operation === 'CreateRun' },
  );
  await expect(createEmpty('lost')).rejects.toThrow();
  expect(await runsOf('lost')).toHaveLength(1);
  expect(fixture.factory.faults.pending).toBe(0);
});

test('returns an unknown status', async () => {
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'odd', files: [] });
  await fixture.until(runId);
  fixture.factory.faults.inject({ kind: 'show-status', status: 'Hibernating' }, { requests: 2 });
  expect(await fixture.run(runId)).toMatchObject({ status: 'Hibernating' });
  expect(await runsOf('odd')).toMatchObject([{ status: 'Hibernating' }]);
  expect(await fixture.run(runId)).toMatchObject({ status: 'Succeeded' });
});

test('hides a run from a query that lags behind', async () => {
  await createEmpty('hidden');
  fixture.factory.faults.inject({ kind: 'hide-runs' });
  expect(await runsOf('hidden')).toEqual([]);
  expect(await runsOf('hidden')).toHaveLength(1);
});

test('waits before the operation', async () => {
  let go = (): void => undefined;
  const until = new Promise<void>((resolve) => (go = resolve));
  fixture.factory.faults.inject({ kind: 'delay', until });
  const answer = createEmpty('late');
  expect(await runsOf('late')).toEqual([]);
  go();
  expect((await answer).status).toBe(200);
});

test('keeps a run in progress until it is cancelled', async () => {
  fixture.factory.faults.inject({ kind: 'run-never-ends' });
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'endless', files: [] });
  await fixture.until(runId, 'InProgress');
  expect((await fixture.send('POST', `/pipelineruns/${runId}/cancel`)).status).toBe(200);
  expect(await fixture.until(runId)).toMatchObject({ status: 'Cancelled' });
});

test('lets another client cancel a run', async () => {
  fixture.factory.faults.inject({ kind: 'run-is-cancelled' });
  const runId = await fixture.createRun('ingest_reference_files', {
    runId: 'other',
    files: ['airports.csv'],
  });
  expect(await fixture.until(runId)).toMatchObject({ status: 'Cancelled' });
});

test('fails a run', async () => {
  fixture.factory.faults.inject({
    kind: 'run-fails',
    message: 'Operation on target each_file failed: injected',
  });
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'fails', files: [] });
  expect(await fixture.until(runId)).toMatchObject({
    status: 'Failed',
    message: expect.stringContaining('injected') as string,
  });
});

// Proves run.cancel of data-factory with HTTP.
describe('cancel', () => {
  test('stops a copy in the middle, and lands nothing', async () => {
    fixture.files.faults.inject({ kind: 'slow-body', until: new Promise(() => undefined) });
    const runId = await fixture.createRun('ingest_reference_files', {
      runId: 'cut',
      files: ['airports.csv'],
    });
    await copyInProgress(runId);
    expect((await fixture.send('POST', `/pipelineruns/${runId}/cancel?isRecursive=true`)).status).toBe(200);
    const run = await fixture.until(runId);
    expect(run).toMatchObject({ status: 'Cancelled' });
    const activities = await fixture.activities(runId);
    expect(activities.map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled']);
    expect(activities.every(({ activityRunEnd }) => activityRunEnd !== null)).toBe(true);
    expect(existsSync(fixture.bronze('batch/reference_files/run=cut'))).toBe(false);
  });

  test('does not change a run that has ended', async () => {
    const runId = await fixture.createRun('ingest_reference_files', { runId: 'ended', files: [] });
    const before = await fixture.until(runId);
    expect((await fixture.send('POST', `/pipelineruns/${runId}/cancel`)).status).toBe(200);
    expect(await fixture.run(runId)).toEqual(before);
  });
});

async function copyInProgress(runId: string): Promise<void> {
  for (;;) {
    const activities = await fixture.activities(runId);
    if (activities.some(({ activityType, status }) => activityType === 'Copy' && status === 'InProgress'))
      return;
    await new Promise((done) => setTimeout(done, 5));
  }
}

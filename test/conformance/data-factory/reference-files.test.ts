import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FactoryFixture } from './factory-fixture';

const FILES = ['airports.csv', 'flights-airport.csv', 'weather.csv', 'zipcodes.csv'];
const PACKAGE = join(__dirname, '../../../node_modules/vega-datasets/data');

const fixture = new FactoryFixture();
beforeAll(() => fixture.start());
afterEach(() => {
  fixture.files.faults.clear();
});
afterAll(() => fixture.remove());

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

// Proves definitions, copy, expressions of data-factory with HTTP.
test('lands every file unchanged under the run id', async () => {
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'first' });
  const run = await fixture.until(runId);
  expect(run).toMatchObject({ status: 'Succeeded', message: '', pipelineName: 'ingest_reference_files' });
  const folder = fixture.bronze('batch/reference_files/run=first');
  expect(readdirSync(folder).sort()).toEqual(FILES);
  for (const name of FILES) expect(digest(join(folder, name))).toBe(digest(join(PACKAGE, name)));
});

test('returns one activity run for the loop and one for every file, with the copied bytes', async () => {
  const runId = await fixture.createRun('ingest_reference_files', {
    runId: 'shown',
    files: ['airports.csv'],
  });
  await fixture.until(runId);
  const activities = await fixture.activities(runId);
  expect(
    activities.map(({ activityName, activityType, status }) => [activityName, activityType, status]),
  ).toEqual([
    ['each_file', 'ForEach', 'Succeeded'],
    ['copy_file', 'Copy', 'Succeeded'],
  ]);
  const size = statSync(join(PACKAGE, 'airports.csv')).size;
  expect(activities[1]).toMatchObject({
    output: { dataRead: size, dataWritten: size, filesWritten: 1, errors: [] },
    error: { errorCode: '', message: '' },
    retryAttempt: null,
    pipelineRunId: runId,
  });
});

test('writes the same paths again for the same run id', async () => {
  for (const round of [1, 2]) {
    const runId = await fixture.createRun('ingest_reference_files', {
      runId: 'again',
      files: ['weather.csv'],
    });
    expect(await fixture.until(runId)).toMatchObject({ status: 'Succeeded' });
    expect([round, readdirSync(fixture.bronze('batch/reference_files/run=again'))]).toEqual([
      round,
      ['weather.csv'],
    ]);
  }
});

test('retries an incomplete file as often as in the policy', async () => {
  fixture.files.faults.inject({ kind: 'tear-body' }, { path: 'weather.csv' });
  fixture.files.faults.inject({ kind: 'fail', status: 500 }, { path: 'weather.csv' });
  const runId = await fixture.createRun('ingest_reference_files', { runId: 'torn', files: ['weather.csv'] });
  expect(await fixture.until(runId)).toMatchObject({ status: 'Succeeded' });
  const [copy] = (await fixture.activities(runId)).filter(({ activityType }) => activityType === 'Copy');
  expect(copy).toMatchObject({ status: 'Succeeded', retryAttempt: 2 });
  expect(digest(fixture.bronze('batch/reference_files/run=torn/weather.csv'))).toBe(
    digest(join(PACKAGE, 'weather.csv')),
  );
});

test('fails the run for a missing file, and lands the others', async () => {
  const runId = await fixture.createRun('ingest_reference_files', {
    runId: 'missing',
    files: ['airports.csv', 'no-such-file.csv', 'weather.csv'],
  });
  const run = await fixture.until(runId);
  expect(run['status']).toBe('Failed');
  expect(run['message']).toMatch(
    /^Operation on target each_file failed: Activity failed because an inner activity failed; Inner activity name: copy_file, Error: The HttpStatusCode 404 indicates failure\. Request URL: .*no-such-file\.csv$/,
  );
  expect(readdirSync(fixture.bronze('batch/reference_files/run=missing')).sort()).toEqual([
    'airports.csv',
    'weather.csv',
  ]);
});

test('lands nothing of a file that is never complete', async () => {
  fixture.files.faults.inject({ kind: 'tear-body' }, { requests: 4 });
  const runId = await fixture.createRun('ingest_reference_files', {
    runId: 'never',
    files: ['zipcodes.csv'],
  });
  const run = await fixture.until(runId);
  expect(run['status']).toBe('Failed');
  expect(run['message']).toMatch(/The source ended early/);
  expect(() => readdirSync(fixture.bronze('batch/reference_files/run=never'))).toThrow(/ENOENT/);
});

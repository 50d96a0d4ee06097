import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject } from '../../../local/kit';
import { type DataFactoryOptions } from '../../../local/data-factory';
import { startRawFiles } from '../../../local/raw-files';
import { copyActivity, FactoryFixture, writeFactory } from './factory-fixture';

const DATA = '/vega/vega-datasets/main/data';
const after = (activity: string, ...dependencyConditions: string[]): JsonObject => ({
  dependsOn: [{ activity, dependencyConditions }],
});
const good = (name: string, change: JsonObject = {}): JsonObject =>
  copyActivity(name, `${DATA}/lookup_people.csv`, change);
const bad = (name: string, change: JsonObject = {}): JsonObject =>
  copyActivity(name, `${DATA}/no-such.csv`, change);
const forEach = (items: unknown, activities: readonly JsonObject[], change: JsonObject = {}): JsonObject => ({
  name: 'each',
  type: 'ForEach',
  typeProperties: { items: items as string, activities, ...change },
});

/**
 * By pipeline: its activities, the end of the run, and the landed files, which have the names of their
 * activities.
 */
const PIPELINES: Readonly<Record<string, [JsonObject[], 'Succeeded' | RegExp, string[]]>> = {
  inOrder: [[good('b', after('a', 'Succeeded')), good('a')], 'Succeeded', ['a', 'b']],
  skipsAfterFailure: [[bad('a'), good('b', after('a', 'Succeeded'))], /target a failed: .* 404/, []],
  // Only the end counts: a handled failure does not fail the pipeline.
  catches: [[bad('a'), good('b', after('a', 'Failed'))], 'Succeeded', ['b']],
  catchesNothing: [[good('a'), good('b', after('a', 'Failed'))], 'Succeeded', ['a']],
  // Both leaves must succeed; a skipped leaf is replaced by the activities before it.
  eitherEnd: [
    [bad('a'), good('b', after('a', 'Succeeded')), good('c', after('a', 'Failed'))],
    /target a failed/,
    ['c'],
  ],
  whateverHappened: [[bad('a'), good('b', after('a', 'Completed'))], 'Succeeded', ['b']],
  completedIsNotSkipped: [
    [bad('a'), good('b', after('a', 'Succeeded')), good('c', after('b', 'Completed'))],
    /target a failed/,
    [],
  ],
  afterSkipped: [
    [bad('a'), good('b', after('a', 'Succeeded')), good('c', after('b', 'Skipped'))],
    'Succeeded',
    ['c'],
  ],
  needsBoth: [
    [
      good('a'),
      bad('b'),
      {
        ...good('c'),
        dependsOn: [
          { activity: 'a', dependencyConditions: ['Succeeded'] },
          { activity: 'b', dependencyConditions: ['Succeeded'] },
        ],
      },
    ],
    /target b failed/,
    ['a'],
  ],
  usesOutput: [
    [
      good('a'),
      good('b', {
        ...after('a', 'Succeeded'),
        outputs: [
          {
            referenceName: 'lakeFile',
            type: 'DatasetReference',
            parameters: { name: "@concat('wrote-', activity('a').output.filesWritten)" },
          },
        ],
      }),
    ],
    'Succeeded',
    ['a', 'wrote-1'],
  ],
  badExpression: [
    [
      good('a', {
        inputs: [{ referenceName: 'file', type: 'DatasetReference', parameters: { path: '@item()' } }],
      }),
    ],
    /target a failed: .*'@item\(\)'/,
    [],
  ],
  unknownDataset: [
    [good('a', { inputs: [{ referenceName: 'nowhere', type: 'DatasetReference' }] })],
    /dataset "nowhere" does not exist/,
    [],
  ],
  missingParameter: [
    [good('a', { inputs: [{ referenceName: 'file', type: 'DatasetReference' }] })],
    /no value for its parameter "path"/,
    [],
  ],
  unknownParameter: [
    [
      good('a', {
        inputs: [
          { referenceName: 'file', type: 'DatasetReference', parameters: { path: 'x', colour: 'red' } },
        ],
      }),
    ],
    /no parameter "colour"/,
    [],
  ],
  badTimeout: [
    [
      good('a', {
        typeProperties: {
          ...(good('a')['typeProperties'] as JsonObject),
          source: {
            type: 'BinarySource',
            storeSettings: { type: 'HttpReadSettings', requestTimeout: 'soon' },
          },
        },
      }),
    ],
    /requestTimeout/,
    [],
  ],
  twoInputs: [[good('a', { inputs: [] })], /must have one dataset among its inputs, not 0/, []],
  badPolicy: [[good('a', { policy: { retryIntervalInSeconds: 5 } })], /policy is not valid/, []],
  outOfTheLake: [[good('..')], /not a path of the lake/, []],
  notAnArray: [[forEach('@pipeline().Pipeline', [good('a')])], /must be an array, not "notAnArray"/, []],
  inTurns: [
    [
      forEach({ value: '@pipeline().parameters.names', type: 'Expression' }, [named()], {
        isSequential: true,
      }),
    ],
    'Succeeded',
    ['1', '2', '3'],
  ],
  atOnce: [
    [forEach('@pipeline().parameters.names', [named()], { batchCount: 2 })],
    'Succeeded',
    ['1', '2', '3'],
  ],
  afterLoop: [
    [forEach('@pipeline().parameters.names', [named()]), good('z', after('each', 'Succeeded'))],
    'Succeeded',
    ['1', '2', '3', 'z'],
  ],
};

function named(): JsonObject {
  return good('a', {
    outputs: [{ referenceName: 'lakeFile', type: 'DatasetReference', parameters: { name: '@item()' } }],
  });
}

const fixture = new FactoryFixture();

beforeAll(async () => {
  const definitionsDirectory = writeFactory(
    join(fixture.directory, 'definitions'),
    Object.fromEntries(
      Object.entries(PIPELINES).map(([name, [activities]]) => [
        name,
        { activities, parameters: { names: { type: 'Array', defaultValue: ['1', '2', '3'] } } },
      ]),
    ),
  );
  await fixture.start({ definitionsDirectory, overrides: {} });
  const { baseUrl } = fixture.files;
  await fixture.restart({ definitionsDirectory, overrides: { files: baseUrl } });
});
afterAll(() => fixture.remove());

// Proves control-flow, expressions of data-factory with HTTP.
test.each(Object.entries(PIPELINES))('%s', async (name, [, outcome, landed]) => {
  const runId = await fixture.createRun(name, {});
  const run = await fixture.until(runId);
  if (outcome === 'Succeeded') expect(run).toMatchObject({ status: 'Succeeded', message: '' });
  else expect(run).toMatchObject({ status: 'Failed', message: expect.stringMatching(outcome) as string });
  const activities = await fixture.activities(runId);
  const written = activities.filter(
    ({ activityType, status }) => activityType === 'Copy' && status === 'Succeeded',
  );
  expect(written).toHaveLength(landed.length);
  for (const file of landed) expect(filesOf()).toContain(file);
});

function filesOf(): string[] {
  const folder = fixture.bronze('copied');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('attempts', () => {
  const waits: number[] = [];
  const definitions = join(fixture.directory, 'attempts');
  const start = (change: JsonObject, options: Partial<DataFactoryOptions> = {}) => {
    waits.length = 0;
    writeFactory(definitions, { once: { activities: [good('a', change)] } });
    return fixture.restart({
      definitionsDirectory: definitions,
      overrides: { files: fixture.files.baseUrl },
      wait: (milliseconds) => {
        waits.push(milliseconds);
        return Promise.resolve();
      },
      ...options,
    });
  };
  const fail = (requests: number) => {
    fixture.files.faults.inject({ kind: 'fail', status: 503 }, { requests });
  };
  afterEach(() => {
    fixture.files.faults.clear();
  });

  // Proves policy of data-factory with HTTP.
  test('are as many as in the policy, at its interval', async () => {
    await start({ policy: { retry: 2, retryIntervalInSeconds: 45 } });
    fail(3);
    const runId = await fixture.createRun('once', {});
    expect(await fixture.until(runId)).toMatchObject({ status: 'Failed' });
    expect(waits).toEqual([45_000, 45_000]);
    expect((await fixture.activities(runId))[0]).toMatchObject({ retryAttempt: 2, status: 'Failed' });
  });

  test('are one by default', async () => {
    await start({});
    fail(1);
    expect(await fixture.until(await fixture.createRun('once', {}))).toMatchObject({ status: 'Failed' });
    expect(waits).toEqual([]);
  });

  test('use the interval of the service’s options', async () => {
    await start({ policy: { retry: 1 } }, { retryIntervalSeconds: 0 });
    fail(1);
    expect(await fixture.until(await fixture.createRun('once', {}))).toMatchObject({ status: 'Succeeded' });
    expect(waits).toEqual([0]);
  });

  // Proves policy of data-factory with HTTP.
  test('end when the activity times out', async () => {
    await start({ policy: { timeout: '0.00:00:01' } });
    fixture.files.faults.inject({ kind: 'slow-body', until: new Promise(() => undefined) });
    const run = await fixture.until(await fixture.createRun('once', {}));
    expect(run).toMatchObject({ status: 'Failed', message: expect.stringContaining('within 1 s') as string });
  });

  // Proves policy of data-factory with HTTP.
  test('show neither input nor output if the policy secures them', async () => {
    await start({ policy: { secureInput: true, secureOutput: true } });
    const runId = await fixture.createRun('once', {});
    await fixture.until(runId);
    expect((await fixture.activities(runId))[0]).toMatchObject({
      status: 'Succeeded',
      input: {},
      output: {},
    });
  });

  test('fail the run if the server cannot be reached', async () => {
    const gone = await startRawFiles();
    await gone.close();
    await start({}, { overrides: { files: gone.baseUrl } });
    const run = await fixture.until(await fixture.createRun('once', {}));
    expect(run['message']).toMatch(/Cannot read from .*ECONNREFUSED/);
  });

  // Proves copy of data-factory with HTTP.
  test('copy existing files unchanged', async () => {
    await start({});
    await fixture.until(await fixture.createRun('once', {}));
    const source = join(__dirname, '../../../node_modules/vega-datasets/data/lookup_people.csv');
    expect(readFileSync(fixture.bronze('copied/a'))).toEqual(readFileSync(source));
  });
});

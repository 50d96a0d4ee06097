import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject } from '../../../local/kit';
import { support } from '../../../local/data-factory/support';
import { copyActivity, FactoryFixture, type Reply, writeFactory } from './factory-fixture';

const NOT_EXECUTED = 'NotExecutedLocally';

/** Pipelines with a refused feature, and the code of the activity that fails because of it. */
interface RunProbe {
  readonly pipelines: readonly JsonObject[];
  /** `undefined` if the run fails before any activity. */
  readonly code: string | undefined;
}

interface RequestProbe {
  readonly send: () => Promise<readonly Reply[]>;
  readonly sees: string;
}

const one = (activity: JsonObject): JsonObject => ({ activities: [activity] });
const copy = (change: JsonObject): JsonObject => one(copyActivity('a', 'x', change));
const copyWith = (typeProperties: JsonObject): JsonObject =>
  copy({
    typeProperties: { ...(copyActivity('a', 'x')['typeProperties'] as JsonObject), ...typeProperties },
  });
const from = (referenceName: string): JsonObject =>
  copy({ inputs: [{ referenceName, type: 'DatasetReference' }] });
const to = (referenceName: string): JsonObject =>
  copy({ outputs: [{ referenceName, type: 'DatasetReference' }] });

const RUNS: Readonly<Record<string, RunProbe>> = {
  'pipeline.options': {
    pipelines: [
      { activities: [], concurrency: 1 },
      { activities: [], variables: { v: { type: 'String' } } },
      { activities: [], runDimensions: { d: 'x' } },
    ],
    code: undefined,
  },
  'activity.type': {
    pipelines: ['Wait', 'WebActivity', 'Lookup', 'IfCondition', 'ExecutePipeline', 'DatabricksNotebook'].map(
      (type) => one({ name: 'a', type, typeProperties: {} }),
    ),
    code: NOT_EXECUTED,
  },
  'activity.inactive': {
    pipelines: [copy({ state: 'Inactive', onInactiveMarkAs: 'Succeeded' })],
    code: NOT_EXECUTED,
  },
  'for-each.nested': {
    pipelines: [
      one({
        name: 'outer',
        type: 'ForEach',
        typeProperties: {
          items: [1],
          activities: [{ name: 'inner', type: 'ForEach', typeProperties: { items: [1], activities: [] } }],
        },
      }),
    ],
    code: NOT_EXECUTED,
  },
  'linked-service.type': {
    pipelines: [from('sqlTable'), from('lakeFile2'), to('file2')],
    code: NOT_EXECUTED,
  },
  'linked-service.runtime': { pipelines: [from('inside')], code: NOT_EXECUTED },
  'linked-service.options': {
    pipelines: [from('basic'), from('withHeaders'), from('unchecked')],
    code: NOT_EXECUTED,
  },
  'dataset.type': { pipelines: [from('csv'), from('zipped')], code: NOT_EXECUTED },
  'copy.options': {
    pipelines: [
      copyWith({ enableStaging: true }),
      copyWith({ parallelCopies: 4 }),
      copyWith({ translator: { type: 'TabularTranslator' } }),
      copyWith({ validateDataConsistency: true }),
      copyWith({
        source: { type: 'BinarySource', storeSettings: { type: 'HttpReadSettings', requestMethod: 'POST' } },
      }),
      copyWith({
        source: {
          type: 'BinarySource',
          storeSettings: { type: 'HttpReadSettings', additionalHeaders: 'accept: text/csv' },
        },
      }),
      copyWith({
        sink: {
          type: 'BinarySink',
          storeSettings: { type: 'AzureBlobFSWriteSettings', copyBehavior: 'MergeFiles' },
        },
      }),
      copyWith({
        sink: { type: 'BinarySink', storeSettings: { type: 'AzureBlobFSWriteSettings', metadata: [] } },
      }),
    ],
    code: NOT_EXECUTED,
  },
  'expression.function': {
    pipelines: ['@utcNow()', "@{toUpper('a')}", "@replace('a', 'b', 'c')", '@variables(1)'].map((path) =>
      one(copyActivity('a', path)),
    ),
    code: 'BadRequest',
  },
  'expression.boolean': { pipelines: [one(copyActivity('a', '@{true}'))], code: 'BadRequest' },
};

/** Definitions that these pipelines use. */
const DATASETS: Readonly<Record<string, JsonObject>> = {
  sqlTable: { type: 'SqlServerTable', linkedServiceName: link('sql'), typeProperties: { table: 't' } },
  lakeFile2: { type: 'Binary', linkedServiceName: link('lake'), typeProperties: {} },
  file2: { type: 'Binary', linkedServiceName: link('files'), typeProperties: {} },
  inside: http('insideFiles'),
  basic: http('basicFiles'),
  withHeaders: http('headerFiles'),
  unchecked: http('uncheckedFiles'),
  csv: { ...http('files'), type: 'DelimitedText' },
  zipped: {
    ...http('files'),
    typeProperties: { location: { type: 'HttpServerLocation' }, compression: { type: 'ZipDeflate' } },
  },
};
const LINKED_SERVICES: Readonly<Record<string, JsonObject>> = {
  sql: { type: 'SqlServer', typeProperties: { server: 'erp' } },
  insideFiles: {
    ...httpServer({}),
    connectVia: { referenceName: 'onPremises', type: 'IntegrationRuntimeReference' },
  },
  basicFiles: httpServer({ authenticationType: 'Basic', userName: 'u' }),
  headerFiles: httpServer({ authHeaders: { 'x-key': 'k' } }),
  uncheckedFiles: httpServer({ enableServerCertificateValidation: false }),
};

function link(referenceName: string): JsonObject {
  return { referenceName, type: 'LinkedServiceReference' };
}
function http(service: string): JsonObject {
  return {
    type: 'Binary',
    linkedServiceName: link(service),
    typeProperties: { location: { type: 'HttpServerLocation' } },
  };
}
function httpServer(change: JsonObject): JsonObject {
  return { type: 'HttpServer', typeProperties: { url: 'https://files.example', ...change } };
}

const fixture = new FactoryFixture();
const nameOf = (row: string, index: number): string => `${row.replaceAll(/[^a-z]/g, '_')}_${index}`;

const REQUESTS: Readonly<Record<string, RequestProbe>> = {
  'api.others': {
    send: () =>
      Promise.all([
        fixture.send('GET', ''),
        fixture.send('GET', '/pipelines'),
        fixture.send('PUT', '/pipelines/new', { properties: {} }),
        fixture.send('DELETE', '/pipelines/secret'),
        fixture.send('GET', '/datasets/file'),
        fixture.send('POST', '/queryTriggerRuns', {}),
        fixture.send('POST', '/triggers/t/start'),
        fixture.send('GET', '/integrationRuntimes/i'),
        fixture.send('POST', '/createDataFlowDebugSession', {}),
        fixture.send('GET', '/queryPipelineRuns'),
      ]),
    sees: '501 NotImplemented',
  },
  'api.rerun': {
    send: () =>
      Promise.all(
        ['referencePipelineRunId=x', 'isRecovery=true', 'startActivityName=a', 'startFromFailure=true'].map(
          (query) => fixture.send('POST', `/pipelines/secret/createRun?${query}`, {}),
        ),
      ),
    sees: '501 NotImplemented',
  },
  'parameter.secure-string': {
    send: async () => [await fixture.send('POST', '/pipelines/secret/createRun', { password: 'x' })],
    sees: '400 BadRequest',
  },
};

beforeAll(async () => {
  const pipelines = Object.entries(RUNS).flatMap(([row, probe]) =>
    probe.pipelines.map((pipeline, index): [string, JsonObject] => [nameOf(row, index), pipeline]),
  );
  const directory = writeFactory(join(fixture.directory, 'definitions'), {
    ...Object.fromEntries(pipelines),
    secret: { activities: [], parameters: { password: { type: 'SecureString' } } },
  });
  for (const [folder, definitions] of [
    ['dataset', DATASETS],
    ['linkedService', LINKED_SERVICES],
  ] as const) {
    mkdirSync(join(directory, folder), { recursive: true });
    for (const [name, properties] of Object.entries(definitions)) {
      writeFileSync(join(directory, folder, `${name}.json`), JSON.stringify({ name, properties }));
    }
  }
  await fixture.start({ definitionsDirectory: directory, overrides: {} });
});
afterAll(() => fixture.remove());

test('every refused row has a probe, and every probe a row', () => {
  expect([...Object.keys(RUNS), ...Object.keys(REQUESTS)].sort()).toEqual(
    support.refused.map(({ id }) => id).sort(),
  );
});

test.each(Object.keys(REQUESTS))('refuses requests: %s', async (id) => {
  const probe = REQUESTS[id];
  const replies = (await probe?.send()) ?? [];
  expect(replies.length).toBeGreaterThan(0);
  for (const { status, body } of replies) {
    expect(`${status} ${(body['error'] as { code: string }).code}`).toBe(probe?.sees);
  }
});

test.each(Object.entries(RUNS))('fails a run: %s', async (id, { pipelines, code }) => {
  for (const [index] of pipelines.entries()) {
    const runId = await fixture.createRun(nameOf(id, index), {});
    const run = await fixture.until(runId);
    expect({ index, status: run['status'] }).toEqual({ index, status: 'Failed' });
    expect(run['message']).toMatch(/does not execute|cannot be evaluated/);
    const activities = await fixture.activities(runId);
    const codes = activities.map(({ error }) => (error as JsonObject)['errorCode']);
    if (code === undefined) expect(codes).toEqual([]);
    else expect(codes).toContain(code);
  }
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject } from '../../../local/kit';
import { ADF, FactoryFixture } from './factory-fixture';
import { type Definition, missingClient, PythonClient, unknownProperties } from './python-client';

const missing = missingClient();
if (missing !== undefined)
  console.warn(`SKIPPED: the tests with Microsoft’s own client; missing: ${missing}`);
const suite = missing === undefined ? describe : describe.skip;

suite('Microsoft’s own Python client', () => {
  const fixture = new FactoryFixture();
  let python: PythonClient;
  beforeAll(async () => {
    python = new PythonClient();
    await fixture.start({ pageSize: 2 });
  });
  afterEach(() => {
    fixture.factory.faults.clear();
  });
  afterAll(async () => {
    await python.close();
    await fixture.remove();
  });

  const call = (name: string, args: JsonObject, token = fixture.token()): Promise<JsonObject> =>
    python.call({
      endpoint: fixture.factory.endpoint,
      factory: fixture.factory.factoryResourceId,
      token,
      call: name,
      args,
    });
  async function create(parameters: JsonObject): Promise<string> {
    const { answer } = await call('create_run', { pipeline: 'ingest_reference_files', parameters });
    return (answer as { runId: string }).runId;
  }

  // Proves run.create, run.query, copy of data-factory with Python.
  test('starts a run and reads its result', async () => {
    const runId = await create({ runId: 'sdk', files: ['airports.csv'] });
    await fixture.until(runId);
    expect(await call('get', { runId })).toMatchObject({
      answer: {
        runId,
        status: 'Succeeded',
        parameters: { runId: 'sdk' },
        invokedBy: { name: 'Manual' },
        isLatest: true,
      },
    });
    expect(await call('activities', { runId, equals: { ActivityType: 'Copy' } })).toMatchObject({
      answer: { value: [{ activityName: 'copy_file', status: 'Succeeded', output: { filesWritten: 1 } }] },
    });
  });

  // Proves run.query of data-factory with Python.
  test('queries by pages, newest first', async () => {
    const runIds: string[] = [];
    for (const runId of ['p1', 'p2', 'p3']) {
      runIds.unshift(await create({ runId, files: [] }));
      await fixture.until(runIds[0] ?? '');
    }
    const ask = { newestBy: ['RunStart'], equals: { PipelineName: 'ingest_reference_files' } };
    const first = (await call('query', ask))['answer'] as JsonObject;
    expect(first['value']).toMatchObject([{ runId: runIds[0] }, { runId: runIds[1] }]);
    const token = first['continuationToken'] ?? null;
    // The client's clock changes the bounds of each call, and a page belongs to a query with its bounds.
    expect(token).toEqual(expect.any(String));
    expect(await call('query', { ...ask, token })).toMatchObject({ status: 400, code: 'BadRequest' });
  });

  // Proves run.cancel of data-factory with Python.
  test('cancels a run', async () => {
    fixture.factory.faults.inject({ kind: 'run-never-ends' });
    const runId = await create({ runId: 'cancel', files: [] });
    expect(await call('cancel', { runId })).toEqual({ answer: null });
    expect(await fixture.until(runId)).toMatchObject({ status: 'Cancelled' });
  });

  // Proves auth of data-factory with Python.
  test('raises its own errors of the service', async () => {
    const parameters = { runId: 'r' };
    expect(await call('create_run', { pipeline: 'none', parameters })).toMatchObject({
      error: 'ResourceNotFoundError',
      code: 'PipelineNotFound',
    });
    expect(await call('get', { runId: 'none' })).toMatchObject({
      error: 'ResourceNotFoundError',
      status: 404,
    });
    expect(await call('get', { runId: 'none' }, 'no.token')).toMatchObject({
      error: 'ClientAuthenticationError',
      code: 'InvalidAuthenticationToken',
    });
    expect(await call('create_run', { pipeline: 'ingest_erp', parameters: {} })).toMatchObject({
      error: 'HttpResponseError',
      status: 400,
      code: 'BadRequest',
    });
    fixture.factory.faults.inject({ kind: 'fail', status: 429, code: 'TooManyRequests' });
    expect(await call('get', { runId: 'none' })).toMatchObject({ status: 429, code: 'TooManyRequests' });
  });
});

suite('the types of Microsoft’s own client', () => {
  const KINDS = {
    pipeline: 'Pipeline',
    dataset: 'Dataset',
    linkedService: 'LinkedService',
    integrationRuntime: 'IntegrationRuntime',
  };
  const definitions = Object.entries(KINDS).flatMap(([folder, kind]) =>
    readdirSync(join(ADF, folder)).map((file): Definition => ({
      kind,
      ...(JSON.parse(readFileSync(join(ADF, folder, file), 'utf8')) as Omit<Definition, 'kind'>),
    })),
  );

  test('have every property of the definitions', () => {
    expect(definitions.length).toBeGreaterThan(15);
    expect(unknownProperties(definitions)).toEqual([]);
  });

  test('report properties that they do not have', () => {
    const name = 'ingest_erp';
    const text = JSON.stringify(definitions.find((definition) => definition.name === name));
    const wrong = JSON.parse(
      text.replace('"queryTimeout"', '"queryTimeOut"').replace('"storeSettings"', '"store"'),
    ) as Definition;
    expect(unknownProperties([wrong]).map((problem) => problem.replace(/^.*\.(\w+ \()/, '$1'))).toEqual([
      'queryTimeOut (of SqlServerSource)',
      'store (of JsonSink)',
    ]);
  });
});

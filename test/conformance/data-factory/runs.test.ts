import { type JsonObject } from '../../../local/kit';
import { ALWAYS, API, FactoryFixture, sendTo } from './factory-fixture';

const fixture = new FactoryFixture();
beforeAll(() => fixture.start({ pageSize: 2 }));
afterEach(() => {
  fixture.factory.faults.clear();
});
afterAll(() => fixture.remove());

const create = (parameters: JsonObject) =>
  fixture.send('POST', '/pipelines/ingest_reference_files/createRun', parameters);
const query = (change: JsonObject = {}) =>
  fixture.send('POST', '/queryPipelineRuns', { ...ALWAYS, ...change });
const codeOf = (body: JsonObject): unknown => (body['error'] as JsonObject)['code'];
const parametersOf = (body: JsonObject): unknown[] =>
  (body['value'] as readonly JsonObject[]).map(({ parameters }) => (parameters as JsonObject)['runId']);

describe('createRun', () => {
  // Proves run.create of data-factory with HTTP.
  test('uses the defaults of the pipeline, and returns every parameter as text', async () => {
    const runId = await fixture.createRun('ingest_reference_files', { runId: 'r', files: [] });
    expect(await fixture.until(runId)).toMatchObject({
      status: 'Succeeded',
      parameters: {
        runId: 'r',
        files: '[]',
        repository: 'vega/vega-datasets',
        reference: 'v3.2.1',
        folder: 'data',
      },
      invokedBy: { name: 'Manual' },
      runId,
      runGroupId: runId,
    });
  });

  test.each<[string, JsonObject, RegExp]>([
    ['without one that is required', {}, /'runId' has no value/],
    ['with an undeclared one', { runId: 'r', colour: 'red' }, /no parameter 'colour'/],
    ['with one of another type', { runId: 7 }, /'runId' is not of type String/],
    ['with a text instead of an array', { runId: 'r', files: 'a.csv' }, /'files' is not of type Array/],
  ])('refuses parameters %s', async (_, parameters, message) => {
    const { status, body } = await create(parameters);
    expect([status, codeOf(body)]).toEqual([400, 'BadRequest']);
    expect((body['error'] as JsonObject)['message']).toMatch(message);
  });

  test('refuses a body that is not an object, or not JSON', async () => {
    expect((await fixture.send('POST', '/pipelines/ingest_erp/createRun', ['r'])).status).toBe(400);
    const url = `${fixture.factory.endpoint}${fixture.factory.factoryResourceId}/pipelines/ingest_erp/createRun?${API}`;
    const answer = await fetch(url, {
      method: 'POST',
      body: '{',
      headers: { authorization: `Bearer ${fixture.token()}` },
    });
    expect(answer.status).toBe(400);
  });

  test('starts another run for the same parameters, because the call is not idempotent', async () => {
    const first = await fixture.createRun('ingest_reference_files', { runId: 'twice', files: [] });
    const second = await fixture.createRun('ingest_reference_files', { runId: 'twice', files: [] });
    expect(second).not.toBe(first);
  });
});

describe('an invalid address', () => {
  test.each([
    ['a pipeline', '/pipelines/no_such/createRun', 'PipelineNotFound'],
    ['a run to cancel', '/pipelineruns/no-such/cancel', 'PipelineRunNotFound'],
    ['the activities of a run', '/pipelineruns/no-such/queryActivityruns', 'PipelineRunNotFound'],
  ])('returns 404 for %s', async (_, path, code) => {
    const { status, body } = await fixture.send('POST', path, {});
    expect([status, codeOf(body)]).toEqual([404, code]);
  });

  test('returns 400 for malformed escapes', async () => {
    expect((await fixture.send('GET', '/pipelineruns/%E0%A4%A')).status).toBe(400);
  });

  test('returns 404 for a run', async () => {
    const { status, body } = await fixture.send('GET', '/pipelineruns/no-such');
    expect([status, codeOf(body)]).toEqual([404, 'PipelineRunNotFound']);
  });

  test.each([
    ['/subscriptions/other/resourceGroups/sluice-local', 'sluice-local', 'SubscriptionNotFound'],
    [
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/other',
      'sluice-local',
      'ResourceGroupNotFound',
    ],
    [
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/sluice-local',
      'other',
      'ResourceNotFound',
    ],
  ])('returns 404 for the factory %s/%s', async (group, factory, code) => {
    const url = `${fixture.factory.endpoint}${group}/providers/Microsoft.DataFactory/factories/${factory}/pipelineruns/x?${API}`;
    const { status, body } = await sendTo('GET', url, undefined, {
      authorization: `Bearer ${fixture.token()}`,
    });
    expect([status, codeOf(body)]).toEqual([404, code]);
  });

  test.each([
    ['', 'MissingApiVersionParameter'],
    ['?api-version=2017-09-01-preview', 'NoRegisteredProviderFound'],
  ])('returns 400 for the version "%s"', async (version, code) => {
    const url = `${fixture.factory.endpoint}${fixture.factory.factoryResourceId}/pipelineruns/x${version}`;
    const { status, body } = await sendTo('GET', url, undefined, {
      authorization: `Bearer ${fixture.token()}`,
    });
    expect([status, codeOf(body)]).toEqual([400, code]);
  });

  test('ignores the case of the path', async () => {
    const runId = await fixture.createRun('ingest_reference_files', { runId: 'case', files: [] });
    const url = `${fixture.factory.endpoint}${fixture.factory.factoryResourceId.toUpperCase()}/PipelineRuns/${runId}?${API}`;
    const { status } = await sendTo('GET', url, undefined, { authorization: `Bearer ${fixture.token()}` });
    expect(status).toBe(200);
  });
});

describe('a request', () => {
  // Proves auth of data-factory with HTTP.
  test.each<[string, () => Record<string, string>, string]>([
    ['without a token', () => ({}), 'AuthenticationFailed'],
    ['with an invalid token', () => ({ authorization: 'Bearer abc.def' }), 'InvalidAuthenticationToken'],
    [
      'with a token for another service',
      () => ({ authorization: `Bearer ${fixture.token('https://vault.azure.net')}` }),
      'InvalidAuthenticationTokenAudience',
    ],
    [
      'with an expired token',
      () => ({ authorization: `Bearer ${fixture.token(undefined, new Date(Date.now() - 3_600_000))}` }),
      'ExpiredAuthenticationToken',
    ],
  ])('%s gets 401 without effect', async (_, headers, code) => {
    const before = (await query()).body;
    const answer = await fixture.send('POST', '/pipelines/ingest_erp/createRun', { runId: 'r' }, headers());
    expect([answer.status, codeOf(answer.body)]).toEqual([401, code]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect((await query()).body).toEqual(before);
  });
});

// Proves run.query of data-factory with HTTP.
describe('queryPipelineRuns', () => {
  let since: string;
  beforeAll(async () => {
    since = new Date().toISOString();
    for (const runId of ['q1', 'q2', 'q3', 'q4', 'q5']) {
      await fixture.until(await fixture.createRun('ingest_reference_files', { runId, files: [] }));
    }
    await fixture.until(await fixture.createRun('ingest_erp', { runId: 'q6' }));
  });

  async function all(change: JsonObject): Promise<unknown[]> {
    const found: unknown[] = [];
    let continuationToken: string | null = null;
    do {
      const { body }: { body: JsonObject } = await query({
        ...change,
        lastUpdatedAfter: since,
        continuationToken,
      });
      found.push(...parametersOf(body));
      continuationToken = (body['continuationToken'] as string | undefined) ?? null;
    } while (continuationToken !== null);
    return found;
  }

  test('returns pages in the order of the starts', async () => {
    const first = await query({ lastUpdatedAfter: since });
    expect(parametersOf(first.body)).toEqual(['q1', 'q2']);
    expect(await all({})).toEqual(['q1', 'q2', 'q3', 'q4', 'q5', 'q6']);
  });

  test('orders', async () => {
    const orderBy = [{ orderBy: 'RunStart', order: 'DESC' }];
    expect(await all({ orderBy })).toEqual(['q6', 'q5', 'q4', 'q3', 'q2', 'q1']);
  });

  const filter = (operand: string, operator: string, ...values: string[]) => ({ operand, operator, values });

  test.each<[string, JsonObject[], string[]]>([
    ['pipeline', [filter('PipelineName', 'Equals', 'ingest_erp')], ['q6']],
    ['other pipelines', [filter('PipelineName', 'NotEquals', 'ingest_erp')], ['q1', 'q2', 'q3', 'q4', 'q5']],
    ['status', [filter('Status', 'In', 'Failed', 'Cancelled')], ['q6']],
    ['other states', [filter('Status', 'NotIn', 'Succeeded', 'Failed')], []],
    [
      'several filters',
      [filter('Status', 'Equals', 'Succeeded'), filter('PipelineName', 'Equals', 'ingest_erp')],
      [],
    ],
  ])('filters by %s', async (_, filters, expected) => {
    expect(await all({ filters })).toEqual(expected);
  });

  test('filters by start and by group', async () => {
    const { body } = await query({ lastUpdatedAfter: since });
    const [run] = body['value'] as unknown as readonly { runId: string; runStart: string }[];
    expect(await all({ filters: [filter('RunGroupId', 'Equals', run?.runId ?? '')] })).toEqual(['q1']);
    const start = run?.runStart.replace('Z', '+00:00') ?? '';
    expect(await all({ filters: [filter('RunStart', 'Equals', start)] })).toContain('q1');
  });

  test('filters by the time of the last change', async () => {
    expect(await all({ lastUpdatedBefore: since.replace(/^\d{4}/, '2001') })).toEqual([]);
  });

  test.each<[string, JsonObject]>([
    ['without its bounds', { lastUpdatedBefore: null }],
    ['with a bound that is not a time', { lastUpdatedBefore: 'yesterday' }],
    ['by a parameter, as Azure does', { filters: [filter('Parameters', 'Equals', 'q1')] }],
    ['by an operand of activities', { filters: [filter('ActivityName', 'Equals', 'copy_file')] }],
    ['with an unknown operator', { filters: [filter('Status', 'Like', 'F%')] }],
    ['with two values for one', { filters: [filter('Status', 'Equals', 'Failed', 'Succeeded')] }],
    ['with an unknown field', { top: 5 }],
    ['in an unsupported order', { orderBy: [{ orderBy: 'Message', order: 'ASC' }] }],
    ['with a token of another query', { continuationToken: Buffer.from('2.abc').toString('base64url') }],
  ])('refuses a query %s', async (_, change) => {
    const { status, body } = await query(change);
    expect([status, codeOf(body)]).toEqual([400, 'BadRequest']);
  });
});

// Proves run.query of data-factory with HTTP.
describe('queryActivityruns', () => {
  test('filters and pages', async () => {
    const files = ['airports.csv', 'weather.csv', 'flights-airport.csv'];
    const runId = await fixture.createRun('ingest_reference_files', { runId: 'activities', files });
    await fixture.until(runId);
    const ask = (change: JsonObject) =>
      fixture.send('POST', `/pipelineruns/${runId}/queryActivityruns`, { ...ALWAYS, ...change });
    const filters = [{ operand: 'ActivityType', operator: 'Equals', values: ['Copy'] }];
    const first = await ask({ filters });
    expect(first.body['value']).toHaveLength(2);
    const token = first.body['continuationToken'] as string;
    const second = await ask({ filters, continuationToken: token });
    expect(second.body['value']).toHaveLength(1);
    expect(second.body['continuationToken']).toBeUndefined();
    expect((await ask({ continuationToken: token })).status).toBe(400);
  });
});

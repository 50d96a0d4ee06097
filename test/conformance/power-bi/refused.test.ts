import { DEFAULT_SEMANTIC_MODEL } from '../../../local/power-bi';
import { support } from '../../../local/power-bi/support';
import { PowerBiFixture, ROW, type Seen, TABLE } from './power-bi-fixture';

const fixture = new PowerBiFixture();
let datasetId: string;
beforeAll(async () => {
  await fixture.start();
  datasetId = await fixture.createDataset();
});
afterAll(() => fixture.cleanup());

const NOT_IMPLEMENTED = '501 NotImplemented';

const withToken = (method: string, path: string): Promise<Seen> =>
  fixture.sendTo(`${fixture.service.endpoint}/v1.0/myorg${path}`, method, undefined, {
    authorization: `Bearer ${fixture.token()}`,
  });

const create = (fields: object): Promise<Seen> =>
  fixture.send('POST', '/datasets', { name: 'Other', tables: [{ ...TABLE, measures: [] }], ...fields });

const refresh = (body: object): Promise<Seen> =>
  fixture.send('POST', `/datasets/${DEFAULT_SEMANTIC_MODEL.id}/refreshes`, body);

/** For every refused row: the request, and the response. */
const PROBES: Readonly<
  Record<string, { readonly probe: () => readonly Promise<Seen>[]; readonly sees: string }>
> = {
  'api.other': {
    probe: () => [
      withToken('GET', '/groups'),
      withToken('GET', '/reports'),
      withToken('GET', '/gateways'),
      fixture.send('GET', '/dashboards'),
      fixture.send('POST', '/imports', {}),
      fixture.send('POST', `/datasets/${datasetId}/executeQueries`, {}),
      fixture.send('GET', `/datasets/${datasetId}`),
      fixture.send('POST', `/datasets/${datasetId}/tables`, TABLE),
    ],
    sees: NOT_IMPLEMENTED,
  },
  'api.my-workspace': {
    probe: () => [
      withToken('GET', '/datasets'),
      withToken('POST', `/datasets/${datasetId}/tables/reading/rows`),
    ],
    sees: NOT_IMPLEMENTED,
  },
  profile: {
    probe: () => [
      fixture.send('GET', '/datasets', undefined, { 'x-powerbi-profile-id': datasetId }),
      fixture.send(
        'POST',
        `/datasets/${datasetId}/tables/reading/rows`,
        { rows: [] },
        { 'x-powerbi-profile-id': datasetId },
      ),
    ],
    sees: NOT_IMPLEMENTED,
  },
  'dataset.mode': {
    probe: () => [
      ...['Streaming', 'AsAzure', 'AsOnPrem'].map((defaultMode) => create({ defaultMode })),
      create({
        defaultMode: 'PushStreaming',
        tables: ['a', 'b'].map((name) => ({ ...TABLE, name, measures: [] })),
      }),
    ],
    sees: NOT_IMPLEMENTED,
  },
  'dataset.relationships': {
    probe: () => [create({ relationships: [] }), create({ datasources: [] })],
    sees: NOT_IMPLEMENTED,
  },
  'table.rows': {
    probe: () => [
      create({ tables: [{ ...TABLE, rows: [] }] }),
      create({ tables: [{ ...TABLE, source: [] }] }),
      fixture.send('PUT', `/datasets/${datasetId}/tables/reading`, { ...TABLE, rows: [] }),
    ],
    sees: NOT_IMPLEMENTED,
  },
  'rows.conversion': {
    probe: () =>
      [{ n: '1' }, { mean: '1.5' }, { at: '07/30/2014' }, { ok: 1 }].map((fields) =>
        fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows: [{ ...ROW, ...fields }] }),
      ),
    sees: '400 InvalidRequest',
  },
  'refresh.enhanced': {
    probe: () => [
      refresh({ type: 'Full' }),
      refresh({ commitMode: 'transactional' }),
      refresh({ objects: [] }),
      refresh({ notifyOption: 'MailOnFailure' }),
    ],
    sees: NOT_IMPLEMENTED,
  },
  parameter: {
    probe: () => [
      fixture.send('GET', '/datasets?$top=1'),
      fixture.send('GET', `/datasets/${DEFAULT_SEMANTIC_MODEL.id}/refreshes?$skip=1`),
      fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows?sequence=1`, { rows: [] }),
      fixture.send('POST', `/datasets/${datasetId}/tables/reading/rows`, { rows: [], colour: 'red' }),
    ],
    sees: NOT_IMPLEMENTED,
  },
};

test('every refused row has a probe, and every probe a row', () => {
  expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
});

test.each(support.refused.map(({ id, feature }) => [id, feature] as const))('refuses %s: %s', async (id) => {
  const seen = await Promise.all(PROBES[id]?.probe() ?? []);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.map(({ error }) => error)).toEqual(seen.map(() => PROBES[id]?.sees));
});

test('stores nothing of refused requests', () => {
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([]);
});

test('returns 404 for paths outside the API', async () => {
  expect(await fixture.sendTo(`${fixture.service.endpoint}/`, 'GET')).toMatchObject({
    error: '404 NotFound',
  });
});

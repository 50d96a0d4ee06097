import { PowerBiFixture, ROW, shortRows, TABLE } from './power-bi-fixture';

const fixture = new PowerBiFixture();
let datasetId: string;
beforeAll(async () => {
  await fixture.start();
  datasetId = await fixture.createDataset();
});
afterAll(() => fixture.cleanup());

const ROWS = (): string => `/datasets/${datasetId}/tables/reading/rows`;
const post = (rows: readonly unknown[]) => fixture.send('POST', ROWS(), { rows });

// Proves rows of power-bi with HTTP.
test('keeps rows in order, and deletes all at once', async () => {
  expect(await post([ROW, { ...ROW, n: 2 }])).toMatchObject({ status: 200 });
  // Both a missing column and null are empty.
  expect(await post([{ n: 3 }, { n: 4, site: null }])).toMatchObject({ status: 200 });
  expect(fixture.service.rows(datasetId, 'reading').map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  expect(await fixture.send('DELETE', ROWS())).toMatchObject({ status: 200 });
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  ['an unknown column', { colour: 'red' }, /no column colour/],
  ['a column with another case', { Site: 'AMS' }, /no column Site/],
  ['a fraction for an integer', { n: 1.5 }, /value of n is not a whole number/],
  ['a text for a number', { mean: '1.5' }, /value of mean is not a number/],
  ['a number for a text', { site: 1 }, /value of site is not a text/],
  ['a text for a boolean', { ok: 'true' }, /value of ok is neither/],
  ['an invalid time', { at: '2026-13-01T00:00:00Z' }, /value of at is not a date/],
  ['a text of 4,001 characters', { site: 'x'.repeat(4001) }, /has 4001 characters/],
])('refuses %s, and stores no row of the request', async (_, fields, message) => {
  const { status, body } = await post([ROW, { ...ROW, ...fields }]);
  expect(status).toBe(400);
  expect(body).toEqual({
    error: { code: 'InvalidRequest', message: expect.stringMatching(message) as string },
  });
  expect(fixture.service.rows(datasetId, 'reading')).toEqual([]);
});

test('accepts at most 4,000 characters in a text and 10,000 rows', async () => {
  expect(await post([{ site: 'x'.repeat(4000) }])).toMatchObject({ status: 200 });
  expect(await post(shortRows(10_000))).toMatchObject({ status: 200 });
  expect(await post(shortRows(10_001))).toMatchObject({ error: '400 InvalidRequest' });
  expect(fixture.service.rows(datasetId, 'reading')).toHaveLength(10_001);
});

test('refuses a body of more than 16 MB', async () => {
  const text = JSON.stringify({ rows: [{ site: 'x'.repeat(16_000_000) }] });
  expect(await fixture.send('POST', ROWS(), text)).toMatchObject({ error: '413 RequestEntityTooLarge' });
});

test('refuses a body that is not JSON', async () => {
  expect(await fixture.send('POST', ROWS(), '{"rows": [')).toMatchObject({ error: '400 InvalidRequest' });
});

test('reports unknown entities', async () => {
  const none = '00000000-0000-0000-0000-000000000000';
  const seen = [
    await fixture.send('POST', `/datasets/${none}/tables/reading/rows`, { rows: [] }),
    await fixture.send('POST', `/datasets/${datasetId}/tables/Reading/rows`, { rows: [] }),
    await fixture.send('PUT', `/datasets/${datasetId}/tables/other`, { ...TABLE, name: 'other' }),
    await fixture.send('GET', `/../${none}/datasets`),
  ];
  expect(seen.map(({ error }) => error)).toEqual(seen.map(() => '404 PowerBIEntityNotFound'));
});

test('refuses to change the type of a column', async () => {
  const retyped = { ...TABLE, columns: [{ name: 'n', dataType: 'Double' }] };
  expect(await fixture.send('PUT', `/datasets/${datasetId}/tables/reading`, retyped)).toMatchObject({
    status: 400,
  });
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['no tables', { tables: [] }],
  ['no columns', { tables: [{ ...TABLE, columns: [] }] }],
  ['a column of an unknown type', { tables: [{ ...TABLE, columns: [{ name: 'n', dataType: 'Int32' }] }] }],
  [
    '76 columns',
    {
      tables: [
        { ...TABLE, columns: Array.from({ length: 76 }, (__, n) => ({ name: `c${n}`, dataType: 'Int64' })) },
      ],
    },
  ],
  [
    '76 tables',
    { tables: Array.from({ length: 76 }, (__, n) => ({ ...TABLE, name: `t${n}`, measures: [] })) },
  ],
  [
    'a measure with the name of a column',
    { tables: [{ ...TABLE, measures: [{ name: 'N', expression: '1' }] }] },
  ],
  ['two measures with one name', { tables: [TABLE, { ...TABLE, name: 'other' }] }],
  ['a table whose name has a slash', { tables: [{ ...TABLE, name: 'a/b' }] }],
])('refuses a dataset with %s', async (_, fields) => {
  const dataset = { name: 'Other', defaultMode: 'Push', tables: [TABLE], ...fields };
  expect(await fixture.send('POST', '/datasets', dataset)).toMatchObject({ error: '400 InvalidRequest' });
});

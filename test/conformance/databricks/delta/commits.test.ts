import * as fs from 'node:fs';
import { CONTAINER, START, TABLE, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

let count = 0;
const freshPath = (): string => `${TABLE}-${(count += 1)}`;

function logLines(path: string, version: number): Record<string, Record<string, unknown>>[] {
  const name = `${String(version).padStart(20, '0')}.json`;
  const text = fs.readFileSync(`${fixture.lake.directory}/${CONTAINER}/${path}/_delta_log/${name}`, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>);
}

function only(path: string, version: number, kind: string): Record<string, unknown> {
  const found = logLines(path, version).flatMap((line) => line[kind] ?? []);
  if (found[0] === undefined || found.length !== 1) throw new Error(`${found.length} actions ${kind}`);
  return found[0];
}

it('has no table where nothing was committed', async () => {
  expect(await fixture.table(freshPath()).read()).toBeUndefined();
});

it('writes the first commit with protocol, schema, provenance and files', async () => {
  const path = freshPath();
  const add = await fixture.write(`${sale(1)} UNION ALL ${sale(2, 'south', null)}`);
  const commit = append(add, {
    transaction: { appId: 'sluice', version: 7 },
    userMetadata: '{"refresh":7}',
    operationParameters: { mode: 'Append' },
  });
  expect(await fixture.table(path).commit(commit)).toEqual({ outcome: 'committed', version: 0 });
  expect(Object.keys(logLines(path, 0)[0] ?? {})).toEqual(['commitInfo']);
  expect(only(path, 0, 'protocol')).toEqual({ minReaderVersion: 1, minWriterVersion: 2 });
  expect(only(path, 0, 'txn')).toEqual({ appId: 'sluice', version: 7, lastUpdated: START });
  expect(only(path, 0, 'commitInfo')).toMatchObject({
    timestamp: START,
    operation: 'WRITE',
    operationParameters: { mode: 'Append' },
    operationMetrics: { numFiles: '2', numOutputRows: '2', numRemovedFiles: '0' },
    isBlindAppend: false,
    userMetadata: '{"refresh":7}',
  });
  const metaData = only(path, 0, 'metaData');
  expect(metaData).toMatchObject({ partitionColumns: ['sold_on'], createdTime: START, configuration: {} });
  expect(JSON.parse(String(metaData['schemaString']))).toEqual({
    type: 'struct',
    fields: [
      { name: 'id', type: 'long', nullable: false, metadata: { comment: 'Number of the sale' } },
      { name: 'shop', type: 'string', nullable: true, metadata: {} },
      { name: 'sold_on', type: 'date', nullable: true, metadata: {} },
    ],
  });
  const adds = logLines(path, 0).flatMap((line) => line['add'] ?? []);
  expect(adds.map((one) => one['partitionValues'])).toEqual(
    expect.arrayContaining([{ sold_on: '2026-11-20' }, { sold_on: null }]),
  );
  expect(await fixture.rows(fixture.table(path))).toEqual(['1 north 2026-11-20', '2 south null']);
});

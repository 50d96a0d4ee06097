import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FactoryFixture } from './factory-fixture';

const fixture = new FactoryFixture();
const tables = join(fixture.directory, 'erp');

beforeAll(async () => {
  mkdirSync(tables);
  writeFileSync(join(tables, 'erp.products.ndjson'), '{"product_id":"prd-1"}\n{"product_id":"prd-2"}\n');
  await fixture.start({ tables: { erp: tables } });
});
afterAll(() => fixture.remove());

describe('a copy of the tables of a SQL Server', () => {
  test('fails with the name of a table that does not exist', async () => {
    const run = await fixture.until(await fixture.createRun('ingest_erp', { runId: 'missing' }));
    expect(run).toMatchObject({
      status: 'Failed',
      message: expect.stringContaining("Invalid object name 'erp.stock'") as string,
    });
  });

  // Proves copy.table of data-factory with HTTP.
  test('writes each table as lines of JSON, with the number of rows', async () => {
    writeFileSync(join(tables, 'erp.stock.ndjson'), '');
    const runId = await fixture.createRun('ingest_erp', { runId: 'r1' });
    expect(await fixture.until(runId)).toMatchObject({ status: 'Succeeded' });
    const landed = (name: string): string =>
      readFileSync(fixture.bronze(`batch/erp/run=r1/${name}.ndjson`), 'utf8');
    expect(landed('products')).toBe(readFileSync(join(tables, 'erp.products.ndjson'), 'utf8'));
    expect(landed('stock')).toBe('');
    const copies = (await fixture.activities(runId)).filter((one) => one['activityName'] === 'copy_table');
    expect(copies.map((one) => (one['output'] as { rowsCopied: number }).rowsCopied).sort()).toEqual([0, 2]);
  });

  test.each([
    ['nothing', /does not exist/],
    ['gitHubRaw', /it is of type HttpServer; only SqlServer can have tables/],
  ])('is refused at the start for the linked service %s', async (name, message) => {
    await expect(
      fixture.start({ tables: { [name]: tables }, dataDirectory: join(fixture.directory, 'other') }),
    ).rejects.toThrow(message);
  });
});

import * as fs from 'node:fs';
import { COLUMNS, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

describe('a table of another writer', () => {
  const foreign = async (action: object): Promise<string> => {
    const path = fixture.freshPath();
    await fixture.table(path).commit(append(await fixture.write(sale(1))));
    fs.writeFileSync(fixture.logFile(path, 1), `${JSON.stringify(action)}\n`);
    return path;
  };

  it('is not read when it requires a newer reader', async () => {
    const path = await foreign({
      protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] },
    });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('is read but not written when it requires a newer writer', async () => {
    const path = await foreign({ protocol: { minReaderVersion: 1, minWriterVersion: 4 } });
    expect(await fixture.rows(fixture.table(path))).toHaveLength(1);
    await expect(fixture.table(path).commit(append([], { readVersion: 1 }))).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it.each([
    ['a rule for values', { 'delta.appendOnly': 'false' }, { 'delta.invariants': '{}' }, 'delta.invariants'],
    ['append-only', { 'delta.appendOnly': 'true' }, {}, 'append-only'],
  ])('is not written in violation of %s', async (_, configuration, metadata, message) => {
    const fields = COLUMNS.map(({ name, type, nullable }) => ({ name, type, nullable, metadata }));
    const path = await foreign({
      metaData: {
        id: 'x',
        format: { provider: 'parquet', options: {} },
        schemaString: JSON.stringify({ type: 'struct', fields }),
        partitionColumns: ['sold_on'],
        configuration,
      },
    });
    const table = fixture.table(path);
    const [file] = (await table.read())?.files ?? [];
    await expect(
      table.commit(append([], { readVersion: 1, remove: [file?.path ?? ''] })),
    ).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(message) as string,
    });
  });

  it('is not read when a line of its log is not an action', async () => {
    const path = await foreign({ add: { path: 7 } });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('is not read when a file is outside its directory', async () => {
    const path = await foreign({
      add: {
        path: 's3://elsewhere/x.parquet',
        partitionValues: {},
        size: 1,
        modificationTime: 1,
        dataChange: true,
      },
    });
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('may add a removed file again', async () => {
    const path = fixture.freshPath();
    const table = fixture.table(path);
    await table.commit(append(await fixture.write(sale(1))));
    const add = fixture.action(path, 0, 'add');
    await table.commit(append([], { readVersion: 0, remove: [String(add['path'])] }));
    expect((await table.readState())?.tombstones.size).toBe(1);
    fs.writeFileSync(fixture.logFile(path, 2), `${JSON.stringify({ add })}\n`);
    expect(await fixture.rows(table)).toEqual(['1 north 2026-11-20']);
    expect((await table.readState())?.tombstones.size).toBe(0);
  });

  it('is not read when the beginning of its log is missing', async () => {
    const path = await foreign({ commitInfo: {} });
    fs.rmSync(fixture.logFile(path, 0));
    await expect(fixture.table(path).read()).rejects.toMatchObject({ code: 'corrupt' });
  });
});

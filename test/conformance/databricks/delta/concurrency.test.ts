import * as fs from 'node:fs';
import { type LakeTarget } from '../../../../local/lake';
import { type CommitOutcome } from '../../../../lakehouse/engines/duckdb/delta/types';
import { TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());
afterEach(() => {
  expect(fixture.lake.lake.faults.pending).toBe(0);
});

const isCommit = ({ operation, path }: LakeTarget): boolean =>
  operation === 'PutBlob' && /_delta_log\/\d{20}\.json$/.test(path);
const isCheckpoint = ({ operation, path }: LakeTarget): boolean =>
  operation === 'PutBlob' && path.endsWith('.checkpoint.parquet');
const isUpload = ({ method, path }: LakeTarget): boolean =>
  method === 'PUT' && /part-[^/]*\.parquet$/.test(path);

it('recognizes its own commit when the response is lost', async () => {
  const path = fixture.freshPath();
  fixture.lake.lake.faults.inject({ kind: 'lose-reply' }, { matches: isCommit });
  const outcome = await fixture.table(path).commit(append(await fixture.write(sale(1))));
  expect(outcome).toEqual({ outcome: 'committed', version: 0 });
  expect(await fixture.rows(fixture.table(path))).toHaveLength(1);
});

it('retries a commit while the lake is busy', async () => {
  const path = fixture.freshPath();
  const { faults } = fixture.lake.lake;
  faults.inject({ kind: 'fail', status: 503, code: 'ServerBusy' }, { requests: 2, matches: isUpload });
  faults.inject({ kind: 'fail', status: 503, code: 'ServerBusy' }, { matches: isCommit });
  const outcome = await fixture.table(path).commit(append(await fixture.write(sale(1))));
  expect(outcome).toEqual({ outcome: 'committed', version: 0 });
});

it('throws when the lake does not respond, and leaves the table unchanged', async () => {
  const path = fixture.freshPath();
  fixture.lake.lake.faults.inject(
    { kind: 'fail', status: 403, code: 'AuthorizationFailure' },
    { matches: isCommit },
  );
  await expect(fixture.table(path).commit(append(await fixture.write(sale(1))))).rejects.toMatchObject({
    statusCode: 403,
  });
  expect(await fixture.table(path).read()).toBeUndefined();
});

it('detects a conflict before it uploads files', async () => {
  const path = fixture.freshPath();
  await fixture.table(path).commit(append(await fixture.write(sale(1))));
  const late = await fixture.write(sale(2));
  expect(await fixture.table(path).commit(append(late))).toEqual({ outcome: 'conflict' });
  expect(await fixture.table(path).commit(append(late, { readVersion: 7 }))).toEqual({ outcome: 'conflict' });
  expect(fs.readdirSync(`${fixture.directory(path)}/sold_on=2026-11-20`)).toHaveLength(1);
});

/** One writer commits while another is about to commit. */
async function overtaken(
  path: string,
  slow: () => Promise<CommitOutcome>,
  fast: () => Promise<CommitOutcome>,
): Promise<CommitOutcome> {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  let reached = (): void => undefined;
  const atCommit = new Promise<void>((resolve) => (reached = resolve));
  fixture.lake.lake.faults.inject(
    { kind: 'delay', until },
    {
      matches: (target) => {
        if (!isCommit(target) || !target.path.startsWith(path)) return false;
        reached();
        return true;
      },
    },
  );
  const outcome = slow();
  await atCommit;
  expect((await fast()).outcome).toBe('committed');
  release();
  return outcome;
}

it('conflicts with a faster writer', async () => {
  const path = fixture.freshPath();
  const [slow, fast] = [await fixture.write(sale(1)), await fixture.write(sale(2))];
  const outcome = await overtaken(
    path,
    () => fixture.table(path).commit(append(slow)),
    () => fixture.table(path).commit(append(fast)),
  );
  expect(outcome).toEqual({ outcome: 'conflict' });
  expect(await fixture.rows(fixture.table(path))).toEqual(['2 north 2026-11-20']);
});

it('finds its transaction committed by a faster writer', async () => {
  const path = fixture.freshPath();
  const add = await fixture.write(sale(1));
  const commit = append(add, { transaction: { appId: 'sluice', version: 1 } });
  const outcome = await overtaken(
    path,
    () => fixture.table(path).commit(commit),
    () => fixture.table(path).commit(commit),
  );
  expect(outcome).toEqual({ outcome: 'already', version: 0 });
  expect(await fixture.rows(fixture.table(path))).toHaveLength(1);
});

it('loses no update of concurrent writers', async () => {
  const path = fixture.freshPath();
  const [writers, updates] = [4, 7];
  await fixture.table(path).commit(append(await fixture.write(sale(0))));
  // One row that each writer reads, increments and replaces.
  const countUp = async (): Promise<void> => {
    const table = fixture.table(path);
    for (let done = 0; done < updates;) {
      const snapshot = await table.read();
      const [file] = snapshot?.files ?? [];
      if (snapshot === undefined || file === undefined) throw new Error('the row is missing');
      const [row] = await fixture.rows(table, snapshot.version);
      const add = await fixture.write(sale(Number(row?.split(' ')[0]) + 1));
      const { outcome } = await table.commit(
        append(add, { readVersion: snapshot.version, operation: 'MERGE', remove: [file.path] }),
      );
      if (outcome === 'committed') done += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, countUp));
  const table = fixture.table(path);
  expect(await fixture.rows(table)).toEqual([`${writers * updates} north 2026-11-20`]);
  expect((await table.read())?.version).toBe(writers * updates);
});

it('reports a commit as successful when its checkpoint fails, and writes the checkpoint with the next commit', async () => {
  const path = fixture.freshPath();
  const table = fixture.table(path);
  for (let version = 0; version < 10; version += 1)
    await table.commit(append([], { readVersion: version === 0 ? undefined : version - 1 }));
  fixture.lake.lake.faults.inject(
    { kind: 'fail', status: 403, code: 'AuthorizationFailure' },
    { matches: isCheckpoint },
  );
  expect(await table.commit(append([], { readVersion: 9 }))).toEqual({
    outcome: 'committed',
    version: 10,
    checkpointFailure: expect.objectContaining({ statusCode: 403 }) as unknown,
  });
  expect(await table.commit(append([], { readVersion: 10 }))).toEqual({ outcome: 'committed', version: 11 });
  const log = fs.readdirSync(`${fixture.directory(path)}/_delta_log`);
  expect(log.filter((name) => name.endsWith('.parquet'))).toEqual([
    '00000000000000000011.checkpoint.parquet',
  ]);
});

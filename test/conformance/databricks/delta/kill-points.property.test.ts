import * as fs from 'node:fs';
import * as fc from 'fast-check';
import { runs } from '../../../testing/runs';
import { type NewFile } from '../../../../lakehouse/engines/duckdb/delta/types';
import { CONTAINER, TableFixture, append, sale } from './table-fixture';

const fixture = new TableFixture();
beforeAll(() => fixture.start());
afterAll(() => fixture.stop());

/**
 * A writer is stopped at its n-th request: before the lake processes it, or afterwards, when only the
 * response is lost.
 */
interface Cut {
  readonly request: number;
  readonly kind: 'before' | 'after';
}

/** Runs an attempt of a writer that is stopped. @returns whether it completed nevertheless */
async function cutOff({ request, kind }: Cut, attempt: () => Promise<unknown>): Promise<boolean> {
  const { faults } = fixture.lake.lake;
  let seen = 0;
  if (kind === 'after')
    faults.inject({ kind: 'lose-reply' }, { requests: Infinity, matches: () => seen === request });
  // Rules apply in order, so the second counts after the first.
  faults.inject(
    // A status for which the client does not retry.
    { kind: 'fail', status: 403, code: 'AuthorizationFailure' },
    { requests: Infinity, matches: () => (seen += 1) > request + Number(kind === 'after') },
  );
  try {
    await attempt();
    return seen <= request;
  } catch (error) {
    expect((error as { statusCode?: number }).statusCode ?? (error as { code?: string }).code).toBe(403);
    return false;
  } finally {
    faults.clear();
  }
}

/** The repeated task: a new process commits refresh `number`, unless it is committed. */
async function refresh(path: string, number: number, add: readonly NewFile[]): Promise<void> {
  const table = fixture.table(path);
  const readVersion = (await table.read())?.version;
  const { outcome } = await table.commit(
    append(add, { readVersion, transaction: { appId: 'sluice', version: number } }),
  );
  expect(['committed', 'already']).toContain(outcome);
}

async function check(path: string, refreshes: number, versions: readonly number[]): Promise<void> {
  const table = fixture.table(path);
  const expected = Array.from({ length: refreshes }, (_, number) => `${number} north 2026-11-20`);
  expect((await fixture.rows(table)).sort()).toEqual(expected.sort());
  expect(await table.read()).toMatchObject({ version: refreshes - 1 });
  // Every version is unchanged, whether it is read from a checkpoint or from commits.
  for (const version of versions) expect((await table.read(version))?.files).toHaveLength(version + 1);
}

it.each(['before', 'after'] as const)(
  'commits once when stopped %s any request of a commit with a checkpoint',
  async (kind) => {
    const base = fixture.freshPath();
    for (let number = 0; number < 10; number += 1)
      await refresh(base, number, await fixture.write(sale(number)));
    const add = await fixture.write(sale(10));
    let ended = false;
    let requests = 0;
    // Every request with `npm run prove`, otherwise every third one.
    for (; !ended; requests += runs(3, 1)) {
      const path = fixture.freshPath();
      const root = `${fixture.lake.directory}/${CONTAINER}`;
      fs.cpSync(`${root}/${base}`, `${root}/${path}`, { recursive: true });
      ended = await cutOff({ request: requests, kind }, () => refresh(path, 10, add));
      await refresh(path, 10, add);
      await check(path, 11, [10, 9]);
    }
    // Reads of the log, one upload, the commit, the checkpoint and its hint.
    expect(requests).toBeGreaterThan(10);
  },
);

it('commits every refresh once, for any number and places of stops', async () => {
  const cut = fc.record({
    request: fc.nat({ max: 24 }),
    kind: fc.constantFrom<Cut['kind'][]>('before', 'after'),
  });
  const cuts = fc.array(fc.array(cut, { maxLength: 2 }), { minLength: 1, maxLength: 12 });
  const adds: NewFile[][] = [];
  for (let number = 0; number < 12; number += 1) adds.push(await fixture.write(sale(number)));
  await fc.assert(
    fc.asyncProperty(cuts, async (refreshes) => {
      const path = fixture.freshPath();
      for (const [number, attempts] of refreshes.entries()) {
        const attempt = (): Promise<void> => refresh(path, number, adds[number] ?? []);
        for (const one of attempts) await cutOff(one, attempt);
        await attempt();
      }
      await check(path, refreshes.length, [...refreshes.keys()]);
    }),
    { numRuns: runs(2, 6) },
  );
});

import { PlanFiles } from '../../../src/lib/refresh/store/plan-files';
import { type Plan } from '../../../src/lib/refresh/plan';
import { toRefreshId, toRefreshNumber } from '../../../src/lib/refresh/refresh-id';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Lake, startLake } from '../../../local/lake';
import { resultOf } from '../../testing/fixtures/refresh-scene';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

let lake: Lake;
let remove: () => Promise<void>;
let files: PlanFiles;
beforeAll(async () => {
  const directory = await temporaryDirectory();
  ({ remove } = directory);
  lake = await startLake({ dataDirectory: directory.path, filesystems: ['gold'], fsync: false });
  files = new PlanFiles({ kind: 'connectionString', connectionString: lake.connectionString }, 'gold');
});
afterAll(async () => {
  await lake.close();
  await remove();
});

let number = toRefreshNumber(1763700000000);
beforeEach(() => {
  number = toRefreshNumber(number + 1);
});

const planOf = (change: Partial<Plan> = {}): Plan => ({
  refresh: number,
  refreshId: toRefreshId(number, '00000000'),
  previous: null,
  asOf: '2026-11-21T06:10:00.000Z',
  bronze: {},
  batch: {},
  ...change,
});

async function put(path: string, text: string): Promise<void> {
  const container = BlobServiceClient.fromConnectionString(lake.connectionString).getContainerClient('gold');
  await container.getBlockBlobClient(path).upload(text, Buffer.byteLength(text));
}

describe('plan files', () => {
  it('returns a plan when it is written, and undefined before', async () => {
    expect(await files.readPlan(number)).toBeUndefined();
    const plan = planOf();
    expect(await files.createPlan(plan)).toEqual(plan);
    expect(await files.readPlan(number)).toEqual(plan);
  });

  it('keeps the first plan, and returns it when a step is repeated', async () => {
    const plan = planOf();
    await files.createPlan(plan);
    expect(await files.createPlan(planOf({ asOf: 'later' }))).toEqual(plan);
    expect(await files.readPlan(number)).toEqual(plan);
  });

  it('returns the same plan to all callers that write together', async () => {
    const plans = ['a', 'b', 'c'].map((asOf) => planOf({ asOf }));
    const got = await Promise.all(plans.map((plan) => files.createPlan(plan)));
    expect(new Set(got.map(({ asOf }) => asOf)).size).toBe(1);
  });

  it('returns the plan when the reply to the write is lost', async () => {
    lake.faults.inject({ kind: 'lose-reply' }, { matches: ({ operation }) => operation === 'PutBlob' });
    expect(await files.createPlan(planOf())).toEqual(planOf());
  });
});

describe('result files', () => {
  it('returns no results for a new refresh', async () => {
    expect(await files.readResults(number)).toEqual([]);
  });

  it('reads all results of a refresh, and ignores other files', async () => {
    const results = Array.from({ length: 20 }, (_, n) =>
      resultOf(`silver.table_${String(n).padStart(2, '0')}`, number),
    );
    const folder = `_refresh/${String(number).padStart(15, '0')}/models`;
    for (const result of results) await put(`${folder}/${result.model}.json`, JSON.stringify(result));
    await put(`${folder}/notes.txt`, 'not a result');
    expect(await files.readResults(number)).toEqual(results);
  });
});

it('throws `lake_unavailable` when the container does not exist', async () => {
  const nowhere = new PlanFiles(
    { kind: 'connectionString', connectionString: lake.connectionString },
    'no-such-container',
  );
  await expect(nowhere.createPlan(planOf())).rejects.toMatchObject({
    code: 'lake_unavailable',
    kind: 'transient',
  });
});

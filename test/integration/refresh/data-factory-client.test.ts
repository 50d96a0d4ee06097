import { DataFactoryClient } from '../../../src/lib/refresh/clients/data-factory-client';
import { type JsonObject } from '../../../local/kit';
import { type RunStatus } from '../../../src/lib/refresh/ports';
import { toRefreshNumber } from '../../../src/lib/refresh/refresh-id';
import { ALWAYS, FactoryFixture, TOKEN_KEY } from '../../conformance/data-factory/factory-fixture';
import { fixedCredential } from '../../testing/fakes/fixed-credential';

const PIPELINE = 'ingest_reference_files';
const fixture = new FactoryFixture();
const credential = fixedCredential(TOKEN_KEY);
let client: DataFactoryClient;
let tokens = 0;
let token = '';

beforeAll(async () => {
  await fixture.start();
  client = connect();
});
beforeEach(() => {
  token = `20261121T061000Z-00000000-${PIPELINE}-${++tokens}`;
});
afterEach(() => {
  fixture.factory.faults.clear();
  fixture.files.faults.clear();
});
afterAll(() => fixture.remove());

function connect(change: { readonly resourceId?: string; readonly key?: string } = {}): DataFactoryClient {
  const { endpoint, factoryResourceId } = fixture.factory;
  return new DataFactoryClient({
    endpoint,
    resourceId: change.resourceId ?? factoryResourceId,
    credential: change.key === undefined ? credential : fixedCredential(change.key),
    clock: { now: () => new Date() },
  });
}

const start = (again = false, name = PIPELINE): Promise<string> =>
  client.start({ token, refresh: toRefreshNumber(42), name, intendedAt: new Date(), again });

async function ended(run: string): Promise<RunStatus> {
  for (;;) {
    const status = await client.read(run);
    if (status.outcome !== 'running') return status;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** @returns the number of runs with the parameter of this test */
async function runsOfToken(): Promise<number> {
  const { body } = await fixture.send('POST', '/queryPipelineRuns', ALWAYS);
  const runs = body['value'] as unknown as readonly JsonObject[];
  return runs.filter(({ parameters }) => (parameters as JsonObject)['runId'] === token).length;
}

const only = (operation: string) => ({
  matches: (target: { readonly operation: string }) => target.operation === operation,
});

describe('DataFactoryClient', () => {
  it('starts a pipeline with its run id, and reads its status to the end', async () => {
    const status = await ended(await start());
    expect(status).toMatchObject({ outcome: 'succeeded', status: 'Succeeded' });
    expect(status.tasks.length).toBeGreaterThan(0);
    expect(new Set(credential.scopes)).toEqual(new Set(['https://management.azure.com/.default']));
  });

  it('finds the started run and starts no second one when the reply was lost', async () => {
    fixture.factory.faults.inject({ kind: 'lose-reply' }, only('CreateRun'));
    await expect(start()).rejects.toMatchObject({ code: 'data_factory_unavailable', kind: 'transient' });
    const run = await start(true);
    expect(await start(true)).toBe(run);
    expect(await runsOfToken()).toBe(1);
  });

  it('finds the run on a later page of the listing', async () => {
    await fixture.restart({ pageSize: 2 });
    client = connect();
    const first = await start();
    const own = token;
    for (let n = 0; n < 5; n++) {
      token = `other-${n}`;
      await start();
    }
    token = own;
    expect(await start(true)).toBe(first);
    await fixture.restart();
    client = connect();
  });

  it('starts the run when an earlier attempt failed with 503', async () => {
    fixture.factory.faults.inject({ kind: 'fail', status: 503, code: 'Busy' }, only('CreateRun'));
    await expect(start()).rejects.toMatchObject({ kind: 'transient' });
    await start(true);
    expect(await runsOfToken()).toBe(1);
  });

  it('starts a second run when the listing does not show the first yet', async () => {
    const first = await start();
    fixture.factory.faults.inject({ kind: 'hide-runs' });
    const second = await start(true);
    expect(second).not.toBe(first);
    expect(await runsOfToken()).toBe(2);
    expect(await ended(second)).toMatchObject({ outcome: 'succeeded' });
  });

  it.each([429, 503])(
    'throws a transient error with Retry-After when the service answers %s',
    async (status) => {
      fixture.factory.faults.inject({ kind: 'fail', status, code: 'Busy', retryAfterSeconds: 7 });
      await expect(start()).rejects.toMatchObject({
        kind: 'transient',
        data: { status, retryAfterSeconds: 7 },
      });
      expect(await runsOfToken()).toBe(0);
    },
  );

  it('reports an unknown status as running', async () => {
    const run = await start();
    await ended(run);
    fixture.factory.faults.inject({ kind: 'show-status', status: 'Hibernating' }, only('GetRun'));
    expect(await client.read(run)).toMatchObject({ outcome: 'running', status: 'Hibernating' });
  });

  it('cancels a running run, and changes nothing when it has ended', async () => {
    fixture.factory.faults.inject({ kind: 'run-never-ends' }, only('CreateRun'));
    const run = await start();
    await client.cancel(run);
    expect(await ended(run)).toMatchObject({ outcome: 'cancelled' });
    await client.cancel(run);
  });

  it('reports a run that another client cancelled', async () => {
    fixture.factory.faults.inject({ kind: 'run-is-cancelled' }, only('CreateRun'));
    expect(await ended(await start())).toMatchObject({ outcome: 'cancelled' });
  });

  it('reports the message of a failed run', async () => {
    fixture.factory.faults.inject({ kind: 'run-fails', message: 'out of capacity' }, only('CreateRun'));
    expect(await ended(await start())).toMatchObject({ outcome: 'failed', message: 'out of capacity' });
  });

  it('throws a permanent error for an unknown pipeline and for a wrong token', async () => {
    await expect(start(false, 'ingest_nothing')).rejects.toMatchObject({
      code: 'data_factory_refused',
      kind: 'permanent',
    });
    await expect(connect({ key: 'x' }).read('1')).rejects.toMatchObject({ code: 'data_factory_refused' });
  });
});

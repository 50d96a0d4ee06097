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

/** How many runs the factory has with our parameter. */
async function runsOfToken(): Promise<number> {
  const { body } = await fixture.send('POST', '/queryPipelineRuns', ALWAYS);
  const runs = body['value'] as unknown as readonly JsonObject[];
  return runs.filter(({ parameters }) => (parameters as JsonObject)['runId'] === token).length;
}

const only = (operation: string) => ({
  matches: (target: { readonly operation: string }) => target.operation === operation,
});

describe('DataFactoryClient', () => {
  it('runs a pipeline with its run id, and follows it to its end', async () => {
    const status = await ended(await start());
    expect(status).toMatchObject({ outcome: 'succeeded', status: 'Succeeded' });
    expect(status.tasks.length).toBeGreaterThan(0);
    expect(new Set(credential.scopes)).toEqual(new Set(['https://management.azure.com/.default']));
  });

  it('finds the run again whose reply was lost, and starts no second one', async () => {
    fixture.factory.faults.inject({ kind: 'lose-reply' }, only('CreateRun'));
    await expect(start()).rejects.toMatchObject({ code: 'data_factory_unavailable', kind: 'transient' });
    const run = await start(true);
    expect(await start(true)).toBe(run);
    expect(await runsOfToken()).toBe(1);
  });

  it('looks through all pages for the run', async () => {
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

  it('starts the run where an earlier try did not come through', async () => {
    fixture.factory.faults.inject({ kind: 'fail', status: 503, code: 'Busy' }, only('CreateRun'));
    await expect(start()).rejects.toMatchObject({ kind: 'transient' });
    await start(true);
    expect(await runsOfToken()).toBe(1);
  });

  it('starts a second run into the same folder where the listing lags behind', async () => {
    const first = await start();
    fixture.factory.faults.inject({ kind: 'hide-runs' });
    const second = await start(true);
    expect(second).not.toBe(first);
    expect(await runsOfToken()).toBe(2);
    expect(await ended(second)).toMatchObject({ outcome: 'succeeded' });
  });

  it.each([429, 503])('tells of a %s and how long to wait', async (status) => {
    fixture.factory.faults.inject({ kind: 'fail', status, code: 'Busy', retryAfterSeconds: 7 });
    await expect(start()).rejects.toMatchObject({
      kind: 'transient',
      data: { status, retryAfterSeconds: 7 },
    });
    expect(await runsOfToken()).toBe(0);
  });

  it('takes a status that it does not know for running', async () => {
    const run = await start();
    await ended(run);
    fixture.factory.faults.inject({ kind: 'show-status', status: 'Hibernating' }, only('GetRun'));
    expect(await client.read(run)).toMatchObject({ outcome: 'running', status: 'Hibernating' });
  });

  it('cancels a run that never ends, and is harmless for one that has ended', async () => {
    fixture.factory.faults.inject({ kind: 'run-never-ends' }, only('CreateRun'));
    const run = await start();
    await client.cancel(run);
    expect(await ended(run)).toMatchObject({ outcome: 'cancelled' });
    await client.cancel(run);
  });

  it('sees that somebody else cancelled the run', async () => {
    fixture.factory.faults.inject({ kind: 'run-is-cancelled' }, only('CreateRun'));
    expect(await ended(await start())).toMatchObject({ outcome: 'cancelled' });
  });

  it('says why a run failed', async () => {
    fixture.factory.faults.inject({ kind: 'run-fails', message: 'out of capacity' }, only('CreateRun'));
    expect(await ended(await start())).toMatchObject({ outcome: 'failed', message: 'out of capacity' });
  });

  it('says that it is refused: a pipeline that is not there, a token of somebody else', async () => {
    await expect(start(false, 'ingest_nothing')).rejects.toMatchObject({
      code: 'data_factory_refused',
      kind: 'permanent',
    });
    await expect(connect({ key: 'x' }).read('1')).rejects.toMatchObject({ code: 'data_factory_refused' });
  });
});

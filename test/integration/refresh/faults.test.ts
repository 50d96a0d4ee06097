import { setTimeout as delay } from 'node:timers/promises';
import { DataFactoryClient } from '../../../src/lib/refresh/clients/data-factory-client';
import { DatabricksClient } from '../../../src/lib/refresh/clients/databricks-client';
import { type Fault as FactoryFault } from '../../../local/data-factory';
import { type DatabricksFault } from '../../../local/databricks';
import { FactoryFixture, TOKEN_KEY as FACTORY_KEY } from '../../conformance/data-factory/factory-fixture';
import { JobsFixture, task, TOKEN_KEY as JOBS_KEY } from '../../conformance/databricks/jobs/jobs-fixture';
import { fixedCredential } from '../../testing/fakes/fixed-credential';
import { RefreshScene } from '../../testing/fixtures/refresh-scene';

const PIPELINE = 'ingest_reference_files';
const factory = new FactoryFixture();
const jobs = new JobsFixture();

beforeAll(async () => {
  await factory.start();
  await jobs.start([task('one', ['print', 'done'])], {
    job: { parameters: [{ name: 'refresh', default: '' }] },
  });
});
afterEach(() => {
  factory.factory.faults.clear();
  jobs.databricks.faults.clear();
});
afterAll(async () => {
  await jobs.cleanup();
  await factory.remove();
});

let scenes = 0;

/** A refresh that calls the stand-ins over HTTP. Its durable timers fire after 20 ms. */
function sceneOf(pipelines: readonly string[] = []): RefreshScene {
  const { endpoint, factoryResourceId: resourceId } = factory.factory;
  const clock = { now: () => new Date() };
  const scene = new RefreshScene({
    pipelines,
    services: {
      job: new DatabricksClient({
        workspaceUrl: jobs.databricks.baseUrl,
        jobId: jobs.jobId,
        credential: fixedCredential(JOBS_KEY),
      }),
      pipeline: new DataFactoryClient({
        endpoint,
        resourceId,
        clock,
        credential: fixedCredential(FACTORY_KEY),
      }),
    },
    pause: () => delay(20),
  });
  // The services keep run ids, so each scene has its own day.
  scene.clock.now += ++scenes * 86_400_000;
  return scene;
}

const only = (operation: string, requests = 1) => ({
  requests,
  matches: (target: { readonly operation: string }) => target.operation === operation,
});

async function jobRuns(before: number): Promise<number> {
  const { body } = await jobs.get('jobs/runs/list', { limit: 25 });
  return ((body['runs'] as readonly unknown[] | undefined) ?? []).length - before;
}

describe('a refresh with faults of Databricks', () => {
  const inject = (...fault: Parameters<typeof jobs.databricks.faults.inject>): void => {
    jobs.databricks.faults.inject(...fault);
  };
  const throttled = {
    kind: 'fail',
    status: 429,
    code: 'REQUEST_LIMIT_EXCEEDED',
    retryAfterSeconds: 60,
  } as const;
  const away = { kind: 'fail', status: 503, code: 'TEMPORARILY_UNAVAILABLE' } as const;

  it.each<[string, string, number, DatabricksFault]>([
    ['a lost reply to the start', 'RunNow', 2, { kind: 'lose-reply' }],
    ['a 429 with Retry-After', 'RunNow', 1, throttled],
    ['a 503 to the start', 'RunNow', 3, away],
    ['a 503 to a status request', 'GetRun', 3, away],
    ['a lost reply to a status request', 'GetRun', 2, { kind: 'lose-reply' }],
    ['an unknown status', 'GetRun', 3, { kind: 'show-state', state: 'HIBERNATING' }],
  ])('succeeds with one run after %s', async (_, operation, requests, fault) => {
    const before = await jobRuns(0);
    inject(fault, only(operation, requests));
    expect(await sceneOf().refresh()).toMatchObject({ state: 'succeeded' });
    expect(await jobRuns(before)).toBe(1);
    expect(jobs.databricks.faults.pending).toBe(0);
  });

  it('ends as `cancelled-downstream` when another client cancels the run', async () => {
    inject({ kind: 'run-is-cancelled' }, only('RunNow'));
    expect(await sceneOf().refresh()).toMatchObject({ state: 'cancelled-downstream' });
  });

  it('fails after its time-out and cancels the run when the run never ends', async () => {
    inject({ kind: 'run-never-ends' }, only('RunNow'));
    const scene = sceneOf();
    const { id, state, reason } = await scene.refresh();
    expect([state, reason]).toEqual(['failed', expect.stringContaining('longer than 120 minutes')]);
    const [run] = await scene.store.listRuns(id);
    expect(run).toMatchObject({ state: 'cancelled', status: expect.stringContaining('CANCELED') as unknown });
  });
});

describe('a refresh with faults of Data Factory', () => {
  const inject = (...fault: Parameters<typeof factory.factory.faults.inject>): void => {
    factory.factory.faults.inject(...fault);
  };
  const throttled = { kind: 'fail', status: 429, code: 'Busy', retryAfterSeconds: 60 } as const;
  const away = { kind: 'fail', status: 503, code: 'Busy' } as const;

  it.each<[string, string, number, FactoryFault]>([
    ['a lost reply to the start', 'CreateRun', 1, { kind: 'lose-reply' }],
    ['a 429 with Retry-After', 'CreateRun', 1, throttled],
    ['a 503 to the start', 'CreateRun', 2, away],
    ['a 503 to a status request', 'GetRun', 2, away],
    ['an unknown status', 'GetRun', 2, { kind: 'show-status', status: 'Hibernating' }],
  ])('succeeds with one run after %s', async (_, operation, requests, fault) => {
    inject(fault, only(operation, requests));
    const scene = sceneOf([PIPELINE]);
    const { id, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(factory.factory.faults.pending).toBe(0);
    const pipelines = (await scene.store.listRuns(id)).filter(({ kind }) => kind === 'pipeline');
    expect(pipelines).toMatchObject([{ generation: 1, state: 'succeeded' }]);
  });

  it('starts the pipeline again when its run fails', async () => {
    inject({ kind: 'run-fails', message: 'out of capacity' }, only('CreateRun'));
    const scene = sceneOf([PIPELINE]);
    const { id, number, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(scene.plans.plans.get(number)?.batch).toMatchObject({
      reference_files: { runId: `${id}-${PIPELINE}-2` },
    });
  });

  it('ends as `cancelled-downstream` when another client cancels the run', async () => {
    inject({ kind: 'run-is-cancelled' }, only('CreateRun'));
    expect(await sceneOf([PIPELINE]).refresh()).toMatchObject({ state: 'cancelled-downstream' });
  });
});

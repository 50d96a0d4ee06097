import { planPath } from '../../../src/lib/refresh/plan';
import { RefreshScene, SUCCEEDS } from '../../testing/fixtures/refresh-scene';
import { refused } from '../../testing/fakes/scripted-runs';

const PIPELINES = ['ingest_reference_files', 'ingest_suppliers'];

describe('a refresh', () => {
  it('plans, runs the job, checks quality, and releases the claim', async () => {
    const scene = new RefreshScene();
    const record = await scene.refresh();
    expect(record).toMatchObject({
      state: 'succeeded',
      newEvents: 1000,
      counts: { models: 1, committed: 1 },
    });
    expect(record.endedAt).toBeDefined();
    expect(scene.plans.plans.get(record.number)).toMatchObject({
      refresh: record.number,
      previous: null,
      batch: {},
    });
    expect((await scene.store.readCurrent())?.value).toMatchObject({
      released: true,
      lastPlan: record.number,
      lastCompletedPlan: record.number,
    });
    expect(await scene.store.listWatermarks()).toEqual([
      {
        table: 'silver.table_0',
        refresh: record.number,
        asOf: expect.any(String) as unknown,
        sources: { iot: '2026-11-21T06:00:00.000Z' },
      },
    ]);
  });

  it('runs the pipelines first, concurrently, and plans their batches', async () => {
    const scene = new RefreshScene({ pipelines: PIPELINES });
    const { id, number, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(scene.pipeline.runs.map(({ token }) => token)).toEqual(PIPELINES.map((name) => `${id}-${name}-1`));
    expect(scene.pipeline.calls.slice(0, 2)).toEqual(PIPELINES.map((name) => `start ${id}-${name}-1`));
    expect(scene.plans.plans.get(number)?.batch).toEqual({
      reference_files: {
        runId: `${id}-ingest_reference_files-1`,
        path: `batch/reference_files/run=${id}-ingest_reference_files-1`,
      },
      suppliers: { runId: `${id}-ingest_suppliers-1`, path: `batch/suppliers/run=${id}-ingest_suppliers-1` },
    });
  });

  it('runs a pipeline again only if its newest complete run is old', async () => {
    const scene = new RefreshScene({ pipelines: PIPELINES });
    const first = await scene.refresh();
    scene.events += 1;
    const second = await scene.refresh();
    expect(scene.pipeline.runs).toHaveLength(2);
    expect(scene.plans.plans.get(second.number)?.batch).toEqual(scene.plans.plans.get(first.number)?.batch);
    scene.clock.now += 24 * 3_600_000;
    const third = await scene.refresh();
    expect(scene.pipeline.runs).toHaveLength(4);
    expect(third).toMatchObject({ state: 'succeeded', newEvents: 0 });
  });

  it.each([
    ['all', 4],
    ['none', 2],
  ] as const)('runs %s pipelines on request', async (pipelines, runs) => {
    const scene = new RefreshScene({ pipelines: PIPELINES });
    await scene.refresh();
    scene.clock.now += pipelines === 'none' ? 48 * 3_600_000 : 0;
    scene.events += 1;
    await scene.refresh({ pipelines });
    expect(scene.pipeline.runs).toHaveLength(runs);
  });

  it('starts no run without new events', async () => {
    const scene = new RefreshScene();
    const first = await scene.refresh();
    const second = await scene.refresh();
    expect(second).toMatchObject({ state: 'nothing-new' });
    expect(second.plannedAt).toBeUndefined();
    expect(scene.plans.plans.has(second.number)).toBe(false);
    expect(scene.job.runs).toHaveLength(1);
    expect((await scene.store.readCurrent())?.value).toMatchObject({
      released: true,
      lastPlan: first.number,
      lastCompletedPlan: first.number,
    });
  });

  it('does nothing if Bronze is empty', async () => {
    const scene = new RefreshScene();
    scene.events = 0;
    expect(await scene.refresh()).toMatchObject({ state: 'nothing-new' });
    expect(scene.job.calls).toEqual([]);
  });

  it('runs the job without new events if forced', async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    expect(await scene.refresh({ force: true })).toMatchObject({ state: 'succeeded', newEvents: 0 });
    expect(scene.job.runs).toHaveLength(2);
  });

  it('runs the job without new events for a rebuild, and writes its tables into the plan', async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    const { number, state, rebuild } = await scene.refresh({ rebuild: ['silver.iot_telemetry'] });
    expect({ state, rebuild }).toEqual({ state: 'succeeded', rebuild: ['silver.iot_telemetry'] });
    expect(scene.plans.plans.get(number)).toMatchObject({ rebuild: ['silver.iot_telemetry'] });
    expect(await scene.refresh()).toMatchObject({ state: 'nothing-new' });
  });

  it('runs the job without new events after a failed refresh', async () => {
    const scene = new RefreshScene({
      job: ({ index }) => (index === 0 ? [{ outcome: 'failed', status: 'FAILED' }] : SUCCEEDS),
    });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded', newEvents: 0 });
    expect(scene.job.runs).toHaveLength(2);
  });

  it('links its plans, with increasing numbers', async () => {
    const scene = new RefreshScene();
    const numbers: number[] = [];
    for (let n = 0; n < 4; n++) {
      scene.events += 10;
      // A clock that is set back must not change the order.
      scene.clock.now -= n === 2 ? 3_600_000 : 0;
      numbers.push((await scene.refresh()).number);
    }
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    const plans = [...scene.plans.plans.values()];
    expect(plans.map(({ previous }) => previous)).toEqual([null, ...numbers.slice(0, -1)]);
    expect(planPath(plans[0]?.refresh ?? (0 as never))).toMatch(/^_refresh\/\d{15}\/plan\.json$/);
  });

  it('fails without starting the job if a pipeline fails permanently', async () => {
    const scene = new RefreshScene({
      pipelines: PIPELINES,
      pipeline: ({ name }) =>
        name === 'ingest_suppliers'
          ? [{ outcome: 'failed', status: 'Failed', message: 'no such table' }]
          : SUCCEEDS,
    });
    const record = await scene.refresh();
    expect(record).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/ingest_suppliers.*no such table/) as unknown,
    });
    expect(scene.job.calls).toEqual([]);
    expect((await scene.store.readCurrent())?.value.released).toBe(true);
    // The other pipeline is complete and does not run again.
    expect(await scene.store.listPipelines()).toMatchObject([{ pipeline: 'ingest_reference_files' }]);
  });

  it('fails with the reasons of its models, and advances the watermarks of the others', async () => {
    const scene = new RefreshScene();
    const expectation = { name: 'total_adds_up', action: 'fail', checked: 10, failed: 3 } as const;
    scene.results = [{}, { outcome: 'failed', error: 'broke', expectations: [expectation] }];
    const record = await scene.refresh();
    expect(record).toMatchObject({
      state: 'failed',
      reason: "silver.table_1: 3 of 10 rows break 'total_adds_up'",
      counts: { models: 2, failed: 1 },
    });
    expect(await scene.store.listWatermarks()).toMatchObject([{ table: 'silver.table_0' }]);
    expect((await scene.store.readCurrent())?.value.lastCompletedPlan).toBeUndefined();
  });

  it('adds the reasons of models to that of a failed job', async () => {
    const scene = new RefreshScene({
      job: () => [{ outcome: 'failed', status: 'FAILED', message: 'task silver failed' }],
    });
    scene.results = [{ outcome: 'failed', error: 'cast of "x" failed' }];
    const { reason } = await scene.refresh();
    expect(reason).toMatch(/task silver failed\nsilver\.table_0: cast of "x" failed$/);
  });

  it('fails if the job succeeded without a result of any model', async () => {
    const scene = new RefreshScene();
    scene.results = [];
    expect(await scene.refresh()).toMatchObject({ state: 'failed', reason: 'no model reported a result' });
  });

  it('fails if Bronze is behind the previous plan', async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    scene.events = 10;
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('Bronze went back') as unknown,
    });
  });

  it('fails if the service refuses the start', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: refused('no such job') });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: 'the Databricks job was refused: no such job',
    });
  });

  it('repeats an activity whose worker died, with every effect once', async () => {
    const died = new Set<string>();
    const scene = new RefreshScene({
      pipelines: PIPELINES,
      beforeActivity: (name, input) => {
        const key = `${name} ${JSON.stringify(input)}`;
        if (died.has(key)) return;
        died.add(key);
        throw new Error('the worker died');
      },
    });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(scene.pipeline.runs).toHaveLength(2);
    expect(scene.job.runs).toHaveLength(1);
  });

  it('fails and releases the claim if an activity never succeeds', async () => {
    const scene = new RefreshScene({
      beforeActivity: (name) => {
        if (name === 'refreshPlan') throw new Error('out of memory');
      },
    });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('out of memory') as unknown,
    });
    expect((await scene.store.readCurrent())?.value.released).toBe(true);
  });

  it('does nothing if it runs again under the id of an ended refresh', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    const record = await scene.complete(id);
    const calls = scene.job.calls.length;
    expect(await scene.complete(id)).toEqual(record);
    expect(scene.job.calls).toHaveLength(calls);
  });
});

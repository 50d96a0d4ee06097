import { DEAD_TURN } from '../../testing/fixtures/durable-runner';
import { RefreshScene, type RefreshSceneOptions } from '../../testing/fixtures/refresh-scene';
import { refused, unavailable } from '../../testing/fakes/scripted-runs';

const PIPELINES = ['ingest_reference_files', 'ingest_suppliers'];

/** The worker dies `deaths` times within this turn of an orchestration. */
function diesIn(orchestration: string, turn: number, deaths = 1): NonNullable<RefreshSceneOptions['diesIn']> {
  let left = deaths;
  return (name, at) => name === orchestration && at === turn && left-- > 0;
}

/** A refresh whose own orchestration dies in a turn. */
async function leftAlone(turn: number, options: RefreshSceneOptions = {}) {
  const scene = new RefreshScene({ ...options, diesIn: diesIn('refreshMedallion', turn) });
  const { id } = await scene.start();
  await expect(scene.complete(id)).rejects.toThrow('Non-Deterministic workflow detected');
  scene.ended.add(id);
  scene.failure = `Orchestrator function 'refreshMedallion' failed: ${DEAD_TURN}`;
  return { scene, id };
}

/** The claim, and the state of each downstream run. */
async function heldBy(scene: RefreshScene): Promise<string | undefined> {
  const current = await scene.store.readCurrent();
  return current?.value.released === false ? current.value.id : undefined;
}

describe('a worker that dies within a turn of a run', () => {
  it.each([1, 2, 3, 4, 5])('succeeds with one run, turn %i of the job', async (turn) => {
    const scene = new RefreshScene({ diesIn: diesIn('runJob', turn) });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(scene.job.runs).toHaveLength(1);
    expect(scene.job.runs).toMatchObject([{ cancelled: false }]);
  });

  it.each([1, 2, 3, 4])('succeeds with one run a pipeline, turn %i of each', async (turn) => {
    const scene = new RefreshScene({ pipelines: PIPELINES, diesIn: diesIn('runPipeline', turn, 2) });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(scene.pipeline.runs.map(({ name }) => name).sort()).toEqual(PIPELINES);
  });

  it('finds the newest generation of the run again', async () => {
    let looks = 0;
    const scene = new RefreshScene({
      job: ({ index }) =>
        index === 0
          ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }]
          : [{}, {}, { outcome: 'succeeded', status: 'SUCCESS' }],
      diesIn: (name) => name === 'runJob' && ++looks === 9,
    });
    const { id, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(looks).toBeGreaterThan(9);
    expect(scene.job.runs.map(({ token }) => token)).toEqual([`${id}-1`, `${id}-2`]);
  });

  it('ends the run before it releases the claim, if it dies in every attempt', async () => {
    const scene = new RefreshScene({ job: () => [{}], diesIn: diesIn('runJob', 3, Infinity) });
    const record = await scene.refresh();
    expect(record).toMatchObject({
      state: 'failed',
      reason: `Orchestrator function 'runJob' failed: ${DEAD_TURN}`,
    });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
    expect(await heldBy(scene)).toBeUndefined();
  });

  it('starts no second refresh while the run of the first cannot be ended', async () => {
    const seen: unknown[] = [];
    const scene: RefreshScene = new RefreshScene({
      job: () => [{}],
      diesIn: diesIn('runJob', 3, Infinity),
      beforeActivity: async (name) => {
        if (name === 'refreshFinish') seen.push((await scene.start()).outcome);
      },
    });
    for (let n = 0; n < 5; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    const { id } = await scene.start();
    expect(await scene.complete(id)).toMatchObject({ state: 'failed' });
    expect(seen).toEqual(Array.from({ length: 6 }, () => 'running'));
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('records in the row why a refresh waits for its runs', async () => {
    const reasons: unknown[] = [];
    const scene: RefreshScene = new RefreshScene({
      job: () => [{}],
      diesIn: diesIn('runJob', 3, Infinity),
      beforeActivity: async (name, input) => {
        if (name !== 'refreshFinish') return;
        const { state, reason } = await scene.read((input as { id: never }).id);
        reasons.push([state, reason]);
      },
    });
    scene.job.faults.push({ call: 'cancel', error: unavailable() });
    await scene.refresh();
    expect(reasons).toEqual([
      ['running', undefined],
      ['running', 'waits for the end of its runs: the job: the service does not answer'],
    ]);
  });
});

describe('a worker that dies within a turn of the refresh itself', () => {
  it.each([2, 3, 4, 5])('is detected after turn %i, and its run is ended', async (turn) => {
    const { scene, id } = await leftAlone(turn, { job: () => [{}], limits: { timeoutMinutes: 5 } });
    expect(await heldBy(scene)).toBe(id);
    expect(await scene.recover()).toEqual({ id, recovered: 'closed' });
    expect(await scene.read(id)).toMatchObject({
      state: 'failed',
      endedAt: expect.any(String) as unknown,
      reason: `the orchestration ended before the refresh did: Orchestrator function 'refreshMedallion' failed: ${DEAD_TURN}`,
    });
    for (const run of scene.job.runs) expect(run.cancelled).toBe(true);
    expect(await heldBy(scene)).toBeUndefined();
    expect(await scene.recover()).toBeUndefined();
    expect((await scene.start()).outcome).toBe('started');
  });

  it('keeps the claim while its run cannot be ended, and is closed by the next check', async () => {
    const { scene, id } = await leftAlone(3, { job: () => [{}] });
    const key = { refreshId: id, kind: 'job', name: 'job', generation: 1 } as const;
    const intendedAt = new Date(scene.clock.now).toISOString();
    await scene.store.createRun({ ...key, token: `${id}-1`, intendedAt, state: 'intended' });
    scene.job.faults.push({ call: 'start', error: unavailable(), after: true });
    await expect(scene.recover()).rejects.toMatchObject({ code: 'refresh_conflict', kind: 'transient' });
    expect([await heldBy(scene), (await scene.read(id)).state]).toEqual([id, 'running']);
    expect(await scene.recover()).toEqual({ id, recovered: 'closed' });
    expect(scene.job.runs).toMatchObject([{ token: `${id}-1`, cancelled: true }]);
  });

  it('is closed although the service does not know its run any more', async () => {
    const { scene, id } = await leftAlone(3, { job: () => [refused('Run 1 does not exist')] });
    const key = { refreshId: id, kind: 'job', name: 'job', generation: 1 } as const;
    const externalId = await scene.job.start({ token: `${id}-1`, name: 'job' } as never);
    const intendedAt = new Date(scene.clock.now).toISOString();
    await scene.store.createRun({ ...key, token: `${id}-1`, intendedAt, state: 'running', externalId });
    scene.job.faults.push({ call: 'cancel', error: refused('Run 1 does not exist') });
    expect(await scene.recover()).toEqual({ id, recovered: 'closed' });
    expect(await scene.store.listRuns(id)).toMatchObject([
      { state: 'failed', message: 'Run 1 does not exist' },
    ]);
  });

  it('keeps an active refresh, and creates a missing orchestration', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    expect(await scene.recover()).toBeUndefined();
    scene.waiting.clear();
    expect(await scene.recover()).toEqual({ id, recovered: 'launched' });
    expect(await scene.complete(id)).toMatchObject({ state: 'succeeded' });
    expect(await scene.recover()).toBeUndefined();
  });
});

it.each([-1000, 30_000])('ends in the same state with timers that fire %i ms off', async (delay) => {
  const scene = new RefreshScene({
    pipelines: PIPELINES,
    job: () => [{}],
    limits: { timeoutMinutes: 5 },
    timerDelay: () => delay,
  });
  expect(await scene.refresh()).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(/^the refresh took longer than 5 minutes/) as unknown,
  });
  expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
});

it('starts nothing if it is cancelled after its intent', async () => {
  const scene = new RefreshScene();
  const { id } = await scene.start();
  const createRun = scene.store.createRun.bind(scene.store);
  scene.store.createRun = async (run) => {
    const created = await createRun(run);
    await scene.cancel(id);
    return created;
  };
  const { number } = await scene.read(id);
  const step = { refreshId: id, number, kind: 'job', name: 'job', generation: 1 } as const;
  expect(await scene.runs.start(step)).toEqual({ outcome: 'cancel-requested' });
  expect(await scene.runs.start(step)).toEqual({ outcome: 'cancel-requested' });
  expect(scene.job.calls).toEqual([]);
});

import { RefreshScene, SUCCEEDS } from '../../testing/fixtures/refresh-scene';
import { refused, type Script, unavailable } from '../../testing/fakes/scripted-runs';

const running = (times: number): Script => Array.from({ length: times }, () => ({}));
const minutes = (scene: RefreshScene, from: number): number => (scene.clock.now - from) / 60_000;

describe('starting a run', () => {
  it('finds the run again whose reply was lost', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: unavailable(), after: true });
    const { id, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(scene.job.runs).toHaveLength(1);
    expect(scene.job.calls.slice(0, 2)).toEqual([`start ${id}-1`, `start ${id}-1`]);
  });

  it('waits as long as a 429 asks for, by a durable timer', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: unavailable(300) });
    const before = scene.clock.now;
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(minutes(scene, before)).toBeGreaterThan(5);
    const run = scene.runner.recorded.find(({ orchestration }) => orchestration === 'runJob');
    expect(run?.actions.map(({ actionType }) => actionType).slice(0, 3)).toEqual([1, 5, 1]);
  });

  it('goes on through a service that is away for a while', async () => {
    const scene = new RefreshScene();
    for (let n = 0; n < 12; n++) scene.job.faults.push({ call: 'start', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(scene.job.runs).toHaveLength(1);
  });

  it('keeps the claim at the time-out until the service tells whether there is a run, and ends that', async () => {
    const claims: boolean[] = [];
    const scene: RefreshScene = new RefreshScene({
      limits: { timeoutMinutes: 30 },
      beforeActivity: async (name) => {
        if (name !== 'refreshFinish') return;
        claims.push((await scene.store.readCurrent())?.value.released === false);
      },
    });
    for (let n = 0; n < 50; n++) scene.job.faults.push({ call: 'start', error: unavailable(3600) });
    const { id } = await scene.start();
    const record = await scene.complete(id);
    expect(record).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/longer than 30 minutes.*could not be started/) as unknown,
    });
    expect(claims.length).toBeGreaterThan(20);
    expect(new Set(claims)).toEqual(new Set([true]));
    expect(scene.job.runs).toMatchObject([{ token: `${id}-1`, cancelled: true }]);
    // The last refusals take their time from the end of the refresh alone: its history begins anew meanwhile.
    const parts = scene.runner.recorded.filter(({ orchestration }) => orchestration === 'refreshMedallion');
    expect(parts.length).toBeGreaterThan(1);
  });

  it('is not tried again at the end where the service refused it', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: refused('no such job') });
    const { id } = await scene.refresh();
    expect(scene.job.calls).toEqual([`start ${id}-1`]);
    expect(await scene.store.listRuns(id)).toMatchObject([{ state: 'failed', message: 'no such job' }]);
  });
});

describe('a start whose reply was lost', () => {
  it('is followed up to the id when the time-out comes, and the run is ended', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 30 } });
    scene.job.faults.push({ call: 'start', error: unavailable(3600), after: true });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('is followed up to the id when a caller cancels meanwhile, and the run is ended', async () => {
    let cancelled = false;
    const scene: RefreshScene = new RefreshScene({
      job: () => [{}],
      beforeActivity: async (name, input) => {
        if (name !== 'refreshStartRun' || cancelled || scene.job.runs.length === 0) return;
        cancelled = true;
        await scene.cancel((input as { refreshId: never }).refreshId);
      },
    });
    scene.job.faults.push({ call: 'start', error: unavailable(), after: true });
    expect(await scene.refresh()).toMatchObject({ state: 'cancelled' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });
});

describe('watching a run', () => {
  it('looks at growing intervals, up to the longest', async () => {
    const scene = new RefreshScene({ job: () => [...running(12), ...SUCCEEDS] });
    await scene.refresh();
    const fired = scene.runner.recorded
      .filter(({ orchestration }) => orchestration === 'runJob')
      .flatMap(({ actions }) => actions)
      .flatMap(({ fireAt }) => (fireAt === undefined ? [] : [Date.parse(fireAt)]));
    const waits = fired.slice(1).map((at, index) => Math.round((at - (fired[index] ?? NaN)) / 1000));
    expect(waits.slice(0, 3)).toEqual([8, 11, 17]);
    expect(Math.max(...waits)).toBe(60);
  });

  it('takes a status that it does not know for running, and reports it', async () => {
    const scene = new RefreshScene({
      job: () => [{ status: 'HIBERNATING' }, {}],
      limits: { timeoutMinutes: 5 },
    });
    scene.job.endsWhenCancelled = false;
    const { id } = await scene.start();
    await scene.complete(id);
    const [run] = await scene.store.listRuns(id);
    // It took the cancel, and that is all that can be done.
    expect(run).toMatchObject({ state: 'cancelled', status: 'Running' });
    expect((await scene.read(id)).reason).toMatch(/^the refresh took longer than 5 minutes/);
  });

  it('goes on when the service is away, throttles, or answers nonsense', async () => {
    const scene = new RefreshScene({
      job: () => [unavailable(), unavailable(30), {}, unavailable(), ...SUCCEEDS],
    });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
  });

  it('fails where the service refuses to tell of the run', async () => {
    const scene = new RefreshScene({ job: () => [{}, refused('Run 1 does not exist')] });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('cannot be read: Run 1 does not exist') as unknown,
    });
  });

  it('begins its history anew while a run is long', async () => {
    const scene = new RefreshScene({ job: () => [...running(65), ...SUCCEEDS] });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    const parts = scene.runner.recorded.filter(({ orchestration }) => orchestration === 'runJob');
    expect(parts.length).toBe(4);
    for (const { history } of parts) expect(history.length).toBeLessThan(200);
    expect(scene.job.runs).toHaveLength(1);
  });
});

describe('a run that fails', () => {
  it('is started anew under a new token where the platform failed', async () => {
    const scene = new RefreshScene({
      job: ({ index }) =>
        index < 2 ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }] : SUCCEEDS,
    });
    const { id, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(scene.job.runs.map(({ token }) => token)).toEqual([`${id}-1`, `${id}-2`, `${id}-3`]);
    expect((await scene.store.listRuns(id)).map(({ generation, state: one }) => [generation, one])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'succeeded'],
    ]);
  });

  it('is not started a fourth time', async () => {
    const scene = new RefreshScene({
      job: () => [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR', message: 'driver lost' }],
    });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('driver lost') as unknown,
    });
    expect(scene.job.runs).toHaveLength(3);
  });

  it('is not started anew where it failed by its own fault', async () => {
    const scene = new RefreshScene({
      job: () => [{ outcome: 'failed', retryable: false, status: 'FAILED' }],
    });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toHaveLength(1);
  });

  it('is not started anew where somebody else cancelled it', async () => {
    const scene = new RefreshScene({ job: () => [{}, { outcome: 'cancelled', status: 'CANCELED' }] });
    expect(await scene.refresh()).toMatchObject({
      state: 'cancelled-downstream',
      reason: expect.stringMatching(/run job-1, was cancelled outside of Sluice: CANCELED/) as unknown,
    });
    expect(scene.job.runs).toHaveLength(1);
  });
});

describe('a run that never ends', () => {
  it('is cancelled at the time-out, and the refresh fails', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    const before = scene.clock.now;
    const record = await scene.refresh();
    expect(record).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^the refresh took longer than 60 minutes.*was cancelled/) as unknown,
    });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
    expect(minutes(scene, before)).toBeLessThan(63);
  });

  it('is given up where it does not end when it is cancelled', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    scene.job.endsWhenCancelled = false;
    const before = scene.clock.now;
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('did not end within 10 minutes after it was cancelled') as unknown,
    });
    expect(minutes(scene, before)).toBeLessThan(73);
  });

  it('is cancelled again and again while the service is away', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    for (let n = 0; n < 3; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('holds the claim until the service takes the cancel', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    for (let n = 0; n < 1000; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('could not be cancelled') as unknown,
    });
    expect(scene.job.faults).toEqual([]);
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('is followed to its end where the service refuses the cancel', async () => {
    const scene = new RefreshScene({
      job: () => [...running(80), { outcome: 'failed', status: 'FAILED' }],
      limits: { timeoutMinutes: 60 },
    });
    for (let n = 0; n < 1000; n++) scene.job.faults.push({ call: 'cancel', error: refused('no permission') });
    const { id } = await scene.start();
    expect(await scene.complete(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('could not be cancelled: no permission') as unknown,
    });
    expect(await scene.store.listRuns(id)).toMatchObject([{ state: 'failed', status: 'FAILED' }]);
    expect(scene.job.calls.at(-1)).toBe('read job-1');
  });
});

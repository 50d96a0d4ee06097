import { RefreshScene, SUCCEEDS } from '../../testing/fixtures/refresh-scene';
import { refused, type Script, unavailable } from '../../testing/fakes/scripted-runs';

const running = (times: number): Script => Array.from({ length: times }, () => ({}));
const minutes = (scene: RefreshScene, from: number): number => (scene.clock.now - from) / 60_000;

describe('starting a run', () => {
  it('finds the run again after a lost reply', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: unavailable(), after: true });
    const { id, state } = await scene.refresh();
    expect(state).toBe('succeeded');
    expect(scene.job.runs).toHaveLength(1);
    expect(scene.job.calls.slice(0, 2)).toEqual([`start ${id}-1`, `start ${id}-1`]);
  });

  it('waits as long as a 429 requires, by a durable timer', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: unavailable(300) });
    const before = scene.clock.now;
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(minutes(scene, before)).toBeGreaterThan(5);
    const run = scene.runner.recorded.find(({ orchestration }) => orchestration === 'runJob');
    expect(run?.actions.map(({ actionType }) => actionType).slice(0, 3)).toEqual([1, 5, 1]);
  });

  it('continues after an outage of the service', async () => {
    const scene = new RefreshScene();
    for (let n = 0; n < 12; n++) scene.job.faults.push({ call: 'start', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(scene.job.runs).toHaveLength(1);
  });

  it('keeps the claim after the time-out until the service returns the run, and ends it', async () => {
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
    // The last refusals happen in the end of the refresh, which begins a new history meanwhile.
    const parts = scene.runner.recorded.filter(({ orchestration }) => orchestration === 'refreshMedallion');
    expect(parts.length).toBeGreaterThan(1);
  });

  it('does not try again at the end after a refusal', async () => {
    const scene = new RefreshScene();
    scene.job.faults.push({ call: 'start', error: refused('no such job') });
    const { id } = await scene.refresh();
    expect(scene.job.calls).toEqual([`start ${id}-1`]);
    expect(await scene.store.listRuns(id)).toMatchObject([{ state: 'failed', message: 'no such job' }]);
  });
});

describe('a start whose reply was lost', () => {
  it('is repeated at the time-out to find the run and end it', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 30 } });
    scene.job.faults.push({ call: 'start', error: unavailable(3600), after: true });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('is repeated after a cancel to find the run and end it', async () => {
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

describe('polling a run', () => {
  it('polls at growing intervals, up to the maximum', async () => {
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

  it('treats an unknown status as running, and reports it', async () => {
    const scene = new RefreshScene({
      job: () => [{ status: 'HIBERNATING' }, {}],
      limits: { timeoutMinutes: 5 },
    });
    scene.job.endsWhenCancelled = false;
    const { id } = await scene.start();
    await scene.complete(id);
    const [run] = await scene.store.listRuns(id);
    // The service accepted the cancel; nothing more can be done.
    expect(run).toMatchObject({ state: 'cancelled', status: 'Running' });
    expect((await scene.read(id)).reason).toMatch(/^the refresh took longer than 5 minutes/);
  });

  it('continues after outages, throttling and invalid answers', async () => {
    const scene = new RefreshScene({
      job: () => [unavailable(), unavailable(30), {}, unavailable(), ...SUCCEEDS],
    });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
  });

  it('fails if the service refuses to read the run', async () => {
    const scene = new RefreshScene({ job: () => [{}, refused('Run 1 does not exist')] });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('cannot be read: Run 1 does not exist') as unknown,
    });
  });

  it('begins a new history during a long run', async () => {
    const scene = new RefreshScene({ job: () => [...running(65), ...SUCCEEDS] });
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    const parts = scene.runner.recorded.filter(({ orchestration }) => orchestration === 'runJob');
    expect(parts.length).toBe(4);
    for (const { history } of parts) expect(history.length).toBeLessThan(200);
    expect(scene.job.runs).toHaveLength(1);
  });
});

describe('a run that fails', () => {
  it('is started again with a new token after a failure of the platform', async () => {
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

  it('is not started again after its own failure', async () => {
    const scene = new RefreshScene({
      job: () => [{ outcome: 'failed', retryable: false, status: 'FAILED' }],
    });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toHaveLength(1);
  });

  it('is not started again after a cancel outside of Sluice', async () => {
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

  it('is given up if it does not end after a cancel', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    scene.job.endsWhenCancelled = false;
    const before = scene.clock.now;
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('did not end within 10 minutes after it was cancelled') as unknown,
    });
    expect(minutes(scene, before)).toBeLessThan(73);
  });

  it('is cancelled repeatedly during an outage of the service', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    for (let n = 0; n < 3; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('keeps the claim until the service accepts the cancel', async () => {
    const scene = new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 60 } });
    for (let n = 0; n < 1000; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    expect(await scene.refresh()).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('could not be cancelled') as unknown,
    });
    expect(scene.job.faults).toEqual([]);
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('is followed to its end if the service refuses the cancel', async () => {
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

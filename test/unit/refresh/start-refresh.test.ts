import { type RefreshInstances } from '../../../src/lib/refresh/ports';
import { RefreshScene } from '../../testing/fixtures/refresh-scene';
import { unavailable } from '../../testing/fakes/scripted-runs';

describe('startRefresh', () => {
  it('starts one refresh for two concurrent callers, and returns its id to both', async () => {
    const scene = new RefreshScene();
    const started = await Promise.all([scene.start(), scene.start(), scene.start()]);
    expect(new Set(started.map(({ id }) => id)).size).toBe(1);
    expect(started.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    expect(scene.waiting.size).toBe(1);
  });

  it('returns the running refresh', async () => {
    const scene = new RefreshScene();
    const first = await scene.start();
    expect(await scene.start()).toEqual({ outcome: 'running', id: first.id });
  });

  it('starts another one after the previous one has ended', async () => {
    const scene = new RefreshScene();
    const first = await scene.refresh();
    const second = await scene.start();
    expect(second.outcome).toBe('started');
    expect(second.id).not.toBe(first.id);
  });

  it('repairs a start that died between its claim and its instance', async () => {
    const scene = new RefreshScene();
    const dies: RefreshInstances = { ...scene.instances, start: () => Promise.reject(new Error('killed')) };
    await expect(scene.start({ pipelines: 'none' }, dies)).rejects.toThrow('killed');
    const claimed = (await scene.store.readCurrent())?.value.id;
    expect(await scene.start()).toEqual({ outcome: 'running', id: claimed });
    expect(scene.waiting.size).toBe(1);
    // The choices of the first caller are kept.
    const record = await scene.complete(claimed as never);
    expect(record).toMatchObject({ state: 'succeeded', pipelines: 'none' });
  });

  it('takes over from a refresh whose orchestration was terminated, and ends its runs', async () => {
    const scene = new RefreshScene({ job: () => [{}] });
    const { id } = await scene.start();
    const key = { refreshId: id, kind: 'job', name: 'job', generation: 1 } as const;
    await scene.store.createRun({
      ...key,
      token: 't',
      intendedAt: '2026-11-21T06:10:01Z',
      state: 'intended',
    });
    const externalId = await scene.job.start({ token: 't', name: 'job' } as never);
    await scene.store.changeRun(key, { externalId, state: 'running' });
    scene.ended.add(id);

    const next = await scene.start();
    expect(next.outcome).toBe('started');
    expect(next.id).not.toBe(id);
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
    expect(await scene.read(id)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('orchestration ended before the refresh did') as unknown,
    });
  });

  it('takes over from a start whose reply was lost, and ends that run, too', async () => {
    const scene = new RefreshScene({ job: () => [{}] });
    const { id } = await scene.start();
    const key = { refreshId: id, kind: 'job', name: 'job', generation: 1 } as const;
    await scene.store.createRun({
      ...key,
      token: 't',
      intendedAt: '2026-11-21T06:10:01Z',
      state: 'intended',
    });
    await scene.job.start({ token: 't', name: 'job' } as never);
    scene.ended.add(id);
    await scene.start();
    expect(scene.job.runs).toMatchObject([{ token: 't', cancelled: true }]);
  });

  it('lets the rest of a replaced orchestration start no more runs', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    scene.ended.add(id);
    await scene.start();
    const { number } = await scene.read(id);
    const step = { refreshId: id, number, kind: 'job', name: 'job', generation: 1 } as const;
    expect(await scene.runs.start(step)).toEqual({ outcome: 'cancel-requested' });
    expect(scene.job.calls).toEqual([]);
  });

  it('does not take over while a remaining run cannot be cancelled', async () => {
    const scene = new RefreshScene({ job: () => [{}] });
    const { id } = await scene.start();
    const key = { refreshId: id, kind: 'job', name: 'job', generation: 1 } as const;
    await scene.store.createRun({
      ...key,
      token: 't',
      intendedAt: '2026-11-21T06:10:01Z',
      state: 'running',
      externalId: '9',
    });
    scene.ended.add(id);
    scene.job.faults.push({ call: 'cancel', error: unavailable() });
    await expect(scene.start()).rejects.toMatchObject({ code: 'refresh_conflict', kind: 'transient' });
    expect((await scene.store.readCurrent())?.value.id).toBe(id);
  });

  it('takes over from a refresh that ended without releasing its claim', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    const record = await scene.read(id);
    await scene.store.changeRefresh(record.number, { state: 'succeeded' });
    scene.ended.add(id);
    expect((await scene.start()).outcome).toBe('started');
    expect((await scene.read(id)).state).toBe('succeeded');
  });

  it('does not restart a refresh whose row has an end but whose history is gone', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    await scene.store.changeRefresh((await scene.read(id)).number, { state: 'failed' });
    scene.waiting.clear();
    const next = await scene.start();
    expect(next).toMatchObject({ outcome: 'started' });
    expect([...scene.waiting.keys()]).toEqual([next.id]);
  });
});

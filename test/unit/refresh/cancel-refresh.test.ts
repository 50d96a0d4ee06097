import { RefreshScene } from '../../testing/fixtures/refresh-scene';
import { unavailable } from '../../testing/fakes/scripted-runs';

/** A scene with a cancel at the n-th poll of the job. */
function cancelledAt(look: number, during?: (scene: RefreshScene) => void): RefreshScene {
  let looks = 0;
  const scene: RefreshScene = new RefreshScene({
    job: () => [{}],
    beforeActivity: async (name, input) => {
      if (name !== 'refreshPollRun' || ++looks !== look) return;
      during?.(scene);
      await scene.cancel((input as { refreshId: never }).refreshId);
    },
  });
  return scene;
}

describe('cancelRefresh', () => {
  it('ends the downstream runs at once, and the refresh as cancelled', async () => {
    const scene = cancelledAt(3);
    expect(await scene.refresh()).toMatchObject({
      state: 'cancelled',
      reason: 'the Databricks job, run job-1, was cancelled on request',
    });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
    expect((await scene.store.readCurrent())?.value.released).toBe(true);
  });

  it('cancels later if the service was unavailable at first', async () => {
    const scene = cancelledAt(2, ({ job }) => {
      for (let n = 0; n < 4; n++) job.faults.push({ call: 'cancel', error: unavailable() });
    });
    expect(await scene.refresh()).toMatchObject({ state: 'cancelled' });
    expect(scene.job.runs).toMatchObject([{ cancelled: true }]);
  });

  it('starts no run if it came before the job', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    expect(await scene.cancel(id)).toEqual({ outcome: 'cancelling', runs: [] });
    expect(await scene.complete(id)).toMatchObject({ state: 'cancelled' });
    expect(scene.job.calls).toEqual([]);
  });

  it('ends every pipeline, too', async () => {
    let looks = 0;
    const scene: RefreshScene = new RefreshScene({
      pipelines: ['ingest_a', 'ingest_b'],
      pipeline: () => [{}],
      beforeActivity: async (name, input) => {
        if (name === 'refreshPollRun' && ++looks === 3)
          await scene.cancel((input as { refreshId: never }).refreshId);
      },
    });
    expect(await scene.refresh()).toMatchObject({ state: 'cancelled' });
    expect(scene.pipeline.runs).toMatchObject([{ cancelled: true }, { cancelled: true }]);
    expect(scene.job.calls).toEqual([]);
  });

  it('is harmless a second time', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.start();
    await scene.cancel(id);
    const { cancelRequestedAt } = await scene.read(id);
    scene.clock.now += 1000;
    expect(await scene.cancel(id)).toEqual({ outcome: 'cancelling', runs: [] });
    expect(await scene.read(id)).toMatchObject({ cancelRequestedAt });
  });

  it('reports that a refresh has ended, or is unknown', async () => {
    const scene = new RefreshScene();
    const { id } = await scene.refresh();
    expect(await scene.cancel(id)).toEqual({ outcome: 'ended', state: 'succeeded' });
    expect((await scene.read(id)).cancelRequestedAt).toBeUndefined();
    expect(await scene.cancel('20200101T000000Z-00000000' as never)).toEqual({ outcome: 'unknown' });
  });

  it('ends as cancelled if the run does not end in time', async () => {
    const scene = cancelledAt(2);
    scene.job.endsWhenCancelled = false;
    expect(await scene.refresh()).toMatchObject({
      state: 'cancelled',
      reason: expect.stringContaining('did not end within 10 minutes') as unknown,
    });
  });
});

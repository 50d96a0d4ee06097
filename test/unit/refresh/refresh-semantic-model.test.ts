import { describeRefresh } from '../../../src/lib/refresh/describe-refresh';
import { type RefreshStep } from '../../../src/lib/refresh/details-api';
import { type RefreshRecord } from '../../../src/lib/refresh/refresh-record';
import { refreshSemanticModel } from '../../../src/lib/refresh/semantic-model-step';
import { RefreshScene, type RefreshSceneOptions } from '../../testing/fixtures/refresh-scene';
import {
  powerBiIsAway,
  powerBiRefuses,
  ScriptedSemanticModel,
} from '../../testing/fakes/scripted-semantic-model';

async function stepOf(scene: RefreshScene, { id }: RefreshRecord): Promise<RefreshStep | undefined> {
  const details = await describeRefresh(id, scene);
  return details?.steps.find(({ step }) => step === 'power-bi');
}

function sceneWith(semanticModel: ScriptedSemanticModel, options: RefreshSceneOptions = {}): RefreshScene {
  return new RefreshScene({ semanticModel, ...options });
}

describe('Power BI at the end of a refresh', () => {
  it('is asked once, after the gate and before the end', async () => {
    const powerBi = new ScriptedSemanticModel();
    const scene = sceneWith(powerBi);
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(powerBi.requests).toBe(1);
    const step = await stepOf(scene, record);
    expect(step).toMatchObject({ state: 'succeeded' });
    expect(Date.parse(step?.startedAt ?? '')).toBeGreaterThan(Date.parse(record.checkedAt ?? ''));
    expect(Date.parse(step?.endedAt ?? '')).toBeLessThan(Date.parse(record.endedAt ?? ''));
  });

  it('is left out where there is no semantic model', async () => {
    const scene = new RefreshScene();
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(record.semanticModel).toBeUndefined();
    expect(await stepOf(scene, record)).toBeUndefined();
    expect(JSON.stringify(scene.runner.recorded)).not.toContain('refreshPowerBi');
  });

  it.each([
    [
      'fails',
      sceneWith(new ScriptedSemanticModel(), { job: () => [{ outcome: 'failed', status: 'FAILED' }] }),
    ],
    [
      'is cancelled downstream',
      sceneWith(new ScriptedSemanticModel(), { job: () => [{ outcome: 'cancelled' }] }),
    ],
  ])('is not asked where the refresh %s', async (_, scene) => {
    const record = await scene.refresh();
    expect(record.state).not.toBe('succeeded');
    expect(record.semanticModel).toBeUndefined();
  });

  it('is not asked where a model failed its gate, nor where nothing is new', async () => {
    const powerBi = new ScriptedSemanticModel();
    const scene = sceneWith(powerBi);
    scene.results = [{ outcome: 'failed', error: 'a column is missing' }];
    expect(await scene.refresh()).toMatchObject({ state: 'failed' });
    expect(powerBi.requests).toBe(0);
    scene.results = [{}];
    expect(await scene.refresh()).toMatchObject({ state: 'succeeded' });
    expect(await scene.refresh()).toMatchObject({ state: 'nothing-new' });
    expect(powerBi.requests).toBe(1);
  });

  it('may refuse: the refresh succeeds, and its step says why', async () => {
    const powerBi = new ScriptedSemanticModel(powerBiRefuses('this model was refreshed eight times today'));
    const scene = sceneWith(powerBi);
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(record.reason).toBeUndefined();
    expect((await scene.store.readCurrent())?.value).toMatchObject({
      released: true,
      lastCompletedPlan: record.number,
    });
    expect(await stepOf(scene, record)).toMatchObject({
      state: 'failed',
      reason: 'this model was refreshed eight times today',
      endedAt: expect.any(String) as unknown,
    });
    expect(powerBi.requests).toBe(1);
  });

  it('is asked again where it was away, and no reason is left once it took the request', async () => {
    const powerBi = new ScriptedSemanticModel(powerBiIsAway(), powerBiIsAway());
    const scene = sceneWith(powerBi);
    const record = await scene.refresh();
    expect(powerBi.requests).toBe(3);
    const step = await stepOf(scene, record);
    expect(step).toMatchObject({ state: 'succeeded' });
    expect(step).not.toHaveProperty('reason');
    expect(Date.parse(step?.endedAt ?? '') - Date.parse(step?.startedAt ?? '')).toBeGreaterThan(6000);
  });

  it.each([
    ['stays away', powerBiIsAway, 'Power BI did not answer'],
    ['answers what nobody foresaw', () => new TypeError('no such member'), 'no such member'],
  ])('%s: the refresh succeeds all the same, and the step has the last reason', async (_, fault, reason) => {
    const powerBi = new ScriptedSemanticModel(...Array.from({ length: 99 }, fault));
    const scene = sceneWith(powerBi);
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(powerBi.requests).toBe(10);
    expect(await stepOf(scene, record)).toMatchObject({ state: 'failed', reason });
    expect((await scene.store.readCurrent())?.value.released).toBe(true);
  });

  it('could not even be asked: the step says what the host said', async () => {
    const powerBi = new ScriptedSemanticModel();
    const scene = sceneWith(powerBi, {
      beforeActivity: (name) => {
        if (name === 'refreshPowerBi') throw new Error('the worker died');
      },
    });
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(powerBi.requests).toBe(0);
    const step = await stepOf(scene, record);
    expect(step?.state).toBe('failed');
    expect(step?.reason).toContain('the worker died');
  });

  it('is shown as under way, with what keeps it, while it is asked', async () => {
    const seen: (RefreshStep | undefined)[] = [];
    const scene: RefreshScene = sceneWith(new ScriptedSemanticModel(powerBiIsAway()), {
      beforeActivity: async (name, input) => {
        const { id } = input as Pick<RefreshRecord, 'id'>;
        if (name === 'refreshPowerBi') seen.push(await stepOf(scene, await scene.read(id)));
      },
    });
    await scene.refresh();
    expect(seen).toEqual([
      undefined,
      {
        step: 'power-bi',
        state: 'running',
        startedAt: expect.any(String) as unknown,
        endedAt: null,
        reason: 'Power BI did not answer',
      },
    ]);
  });

  it('is not shown as under way for ever where the refresh was ended from outside', async () => {
    const scene = sceneWith(new ScriptedSemanticModel());
    const record = await scene.refresh();
    await scene.store.changeRefresh(record.number, {
      state: 'failed',
      semanticModel: { state: 'running', startedAt: record.startedAt },
    });
    expect(await stepOf(scene, record)).toMatchObject({ state: 'cancelled', endedAt: null });
  });

  it('is not asked a second time where the reply of the activity was lost', async () => {
    const powerBi = new ScriptedSemanticModel();
    const scene = sceneWith(powerBi);
    const before = await scene.refresh();
    const clock = { now: () => new Date(scene.clock.now) };
    await refreshSemanticModel(before.id, { store: scene.store, refresher: powerBi, clock });
    expect(powerBi.requests).toBe(1);
    expect(await scene.read(before.id)).toEqual(before);
  });
});

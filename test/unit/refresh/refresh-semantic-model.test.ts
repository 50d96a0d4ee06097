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

describe('the semantic model step of a refresh', () => {
  it('sends one request, after the quality check and before the end', async () => {
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

  it('is skipped without a semantic model', async () => {
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
  ])('is skipped if the refresh %s', async (_, scene) => {
    const record = await scene.refresh();
    expect(record.state).not.toBe('succeeded');
    expect(record.semanticModel).toBeUndefined();
  });

  it('is skipped if a model failed its check, and without new events', async () => {
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

  it('records a refusal, and the refresh succeeds', async () => {
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

  it('tries again after an outage, and keeps no reason after the request was accepted', async () => {
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
    ['an outage', powerBiIsAway, 'Power BI did not answer'],
    ['an unknown error', () => new TypeError('no such member'), 'no such member'],
  ])('records the last reason after %s, and the refresh succeeds', async (_, fault, reason) => {
    const powerBi = new ScriptedSemanticModel(...Array.from({ length: 99 }, fault));
    const scene = sceneWith(powerBi);
    const record = await scene.refresh();
    expect(record.state).toBe('succeeded');
    expect(powerBi.requests).toBe(10);
    expect(await stepOf(scene, record)).toMatchObject({ state: 'failed', reason });
    expect((await scene.store.readCurrent())?.value.released).toBe(true);
  });

  it("records the host's message if the activity could not run", async () => {
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

  it('is shown as running, with the last reason, while it tries', async () => {
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

  it('is not shown as running after the refresh was ended from outside', async () => {
    const scene = sceneWith(new ScriptedSemanticModel());
    const record = await scene.refresh();
    await scene.store.changeRefresh(record.number, {
      state: 'failed',
      semanticModel: { state: 'running', startedAt: record.startedAt },
    });
    expect(await stepOf(scene, record)).toMatchObject({ state: 'cancelled', endedAt: null });
  });

  it('sends no second request if the reply of the activity was lost', async () => {
    const powerBi = new ScriptedSemanticModel();
    const scene = sceneWith(powerBi);
    const before = await scene.refresh();
    const clock = { now: () => new Date(scene.clock.now) };
    await refreshSemanticModel(before.id, { store: scene.store, refresher: powerBi, clock });
    expect(powerBi.requests).toBe(1);
    expect(await scene.read(before.id)).toEqual(before);
  });
});

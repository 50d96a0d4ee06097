import { type RecordedHistory } from './durable-runner';
import { RefreshScene, SUCCEEDS } from './refresh-scene';
import { unavailable } from './scripted-runs';
import { powerBiIsAway, powerBiRefuses, ScriptedSemanticModel } from './scripted-semantic-model';

const PIPELINES = ['ingest_reference_files', 'ingest_suppliers'];

/**
 * Runs that between them take every way through the orchestrations; each becomes a file of recorded histories.
 */
export const RECORDINGS: Readonly<Record<string, () => Promise<readonly RecordedHistory[]>>> = {
  'succeeds-with-pipelines': () => record(new RefreshScene({ pipelines: PIPELINES })),

  'nothing-new': async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    const before = scene.runner.recorded.length;
    await scene.refresh();
    return scene.runner.recorded.slice(before);
  },

  'long-job-continues-as-new': () =>
    record(new RefreshScene({ job: () => [...Array.from({ length: 22 }, () => ({})), ...SUCCEEDS] })),

  'job-tried-again-in-a-new-generation': () =>
    record(
      new RefreshScene({
        job: ({ index }) =>
          index === 0 ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }] : SUCCEEDS,
      }),
    ),

  'job-fails': () =>
    record(
      new RefreshScene({ job: () => [{ outcome: 'failed', status: 'FAILED', message: 'a model failed' }] }),
    ),

  'pipeline-cancelled-by-somebody-else': () =>
    record(
      new RefreshScene({
        pipelines: PIPELINES,
        pipeline: () => [{}, { outcome: 'cancelled', status: 'Cancelled' }],
      }),
    ),

  'start-throttled-and-reply-lost': () => {
    const scene = new RefreshScene();
    scene.job.faults.push(
      { call: 'start', error: unavailable(120) },
      { call: 'start', error: unavailable(), after: true },
    );
    return record(scene);
  },

  'job-never-ends': () => record(new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 5 } })),

  'cancelled-on-request': () => {
    let looks = 0;
    const scene: RefreshScene = new RefreshScene({
      job: () => [{}],
      beforeActivity: async (name, input) => {
        if (name === 'refreshPollRun' && ++looks === 3)
          await scene.cancel((input as { refreshId: never }).refreshId);
      },
    });
    // The orchestration sends the cancel itself where the caller's own did not come through.
    scene.job.faults.push({ call: 'cancel', error: unavailable() });
    return record(scene);
  },

  'activities-retried': () => {
    const died = new Set<string>();
    const scene = new RefreshScene({
      beforeActivity: (name) => {
        if (died.has(name)) return;
        died.add(name);
        throw new Error('the worker died');
      },
    });
    return record(scene);
  },

  'quality-gate-fails': () => {
    const scene = new RefreshScene();
    scene.results = [{ outcome: 'failed', error: 'a column is missing' }];
    return record(scene);
  },

  'asks-power-bi': () => record(new RefreshScene({ semanticModel: new ScriptedSemanticModel() })),

  'power-bi-refuses': () =>
    record(
      new RefreshScene({ semanticModel: new ScriptedSemanticModel(powerBiRefuses('the day has had eight')) }),
    ),

  'power-bi-stays-away': () =>
    record(
      new RefreshScene({
        semanticModel: new ScriptedSemanticModel(...Array.from({ length: 10 }, () => powerBiIsAway())),
      }),
    ),

  'job-turn-dies': () => {
    let died = false;
    return record(
      new RefreshScene({
        diesIn: (orchestration, turn) => {
          const dies = orchestration === 'runJob' && turn === 4 && !died;
          died ||= dies;
          return dies;
        },
      }),
    );
  },

  'pipeline-turns-die': () => {
    let deaths = 0;
    return record(
      new RefreshScene({
        pipelines: PIPELINES,
        diesIn: (orchestration, turn) => orchestration === 'runPipeline' && turn === 3 && ++deaths <= 3,
      }),
    );
  },

  'end-waits-for-the-job': () => {
    const scene = new RefreshScene({
      job: () => [{}],
      limits: { timeoutMinutes: 5 },
      diesIn: (orchestration, turn) => orchestration === 'runJob' && turn === 4,
    });
    for (let n = 0; n < 22; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    return record(scene);
  },

  'no-power-bi-after-a-failure': () =>
    record(
      new RefreshScene({
        semanticModel: new ScriptedSemanticModel(),
        job: () => [{ outcome: 'failed', status: 'FAILED' }],
      }),
    ),
};

async function record(scene: RefreshScene): Promise<readonly RecordedHistory[]> {
  await scene.refresh();
  return scene.runner.recorded;
}

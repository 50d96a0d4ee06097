import { type RecordedHistory } from './durable-runner';
import { RefreshScene, SUCCEEDS } from './refresh-scene';
import { unavailable } from './scripted-runs';
import { powerBiIsAway, powerBiRefuses, ScriptedSemanticModel } from './scripted-semantic-model';

const PIPELINES = ['ingest_reference_files', 'ingest_suppliers'];

/**
 * Runs that between them take every way through the orchestrations; each becomes a file of recorded histories. Those under the name
 * `refreshMedallion2` end in `-2`; the files without it are of `refreshMedallion`, which no refresh starts under any more.
 */
export const RECORDINGS: Readonly<Record<string, () => Promise<readonly RecordedHistory[]>>> = {
  'succeeds-with-pipelines-2': () => record(new RefreshScene({ pipelines: PIPELINES })),

  'nothing-new-2': async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    const before = scene.runner.recorded.length;
    await scene.refresh();
    return scene.runner.recorded.slice(before);
  },

  'long-job-continues-as-new-2': () =>
    record(new RefreshScene({ job: () => [...Array.from({ length: 22 }, () => ({})), ...SUCCEEDS] })),

  'job-tried-again-in-a-new-generation-2': () =>
    record(
      new RefreshScene({
        job: ({ index }) =>
          index === 0 ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }] : SUCCEEDS,
      }),
    ),

  'job-fails-2': () =>
    record(
      new RefreshScene({ job: () => [{ outcome: 'failed', status: 'FAILED', message: 'a model failed' }] }),
    ),

  'pipeline-cancelled-by-somebody-else-2': () =>
    record(
      new RefreshScene({
        pipelines: PIPELINES,
        pipeline: () => [{}, { outcome: 'cancelled', status: 'Cancelled' }],
      }),
    ),

  'start-throttled-and-reply-lost-2': () => {
    const scene = new RefreshScene();
    scene.job.faults.push(
      { call: 'start', error: unavailable(120) },
      { call: 'start', error: unavailable(), after: true },
    );
    return record(scene);
  },

  'job-never-ends-2': () => record(new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 5 } })),

  'cancelled-on-request-2': () => {
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

  'activities-retried-2': () => {
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

  'quality-gate-fails-2': () => {
    const scene = new RefreshScene();
    scene.results = [{ outcome: 'failed', error: 'a column is missing' }];
    return record(scene);
  },

  'asks-power-bi-2': () => record(new RefreshScene({ semanticModel: new ScriptedSemanticModel() })),

  'power-bi-refuses-2': () =>
    record(
      new RefreshScene({ semanticModel: new ScriptedSemanticModel(powerBiRefuses('the day has had eight')) }),
    ),

  'power-bi-stays-away-2': () =>
    record(
      new RefreshScene({
        semanticModel: new ScriptedSemanticModel(...Array.from({ length: 10 }, () => powerBiIsAway())),
      }),
    ),

  'no-power-bi-after-a-failure-2': () =>
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

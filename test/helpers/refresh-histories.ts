import { type RecordedHistory } from './durable-runner';
import { RefreshScene, SUCCEEDS } from './refresh-scene';
import { unavailable } from './scripted-runs';
import { powerBiIsAway, powerBiRefuses, ScriptedSemanticModel } from './scripted-semantic-model';

const PIPELINES = ['ingest_reference_files', 'ingest_suppliers'];

/**
 * Runs that between them take every way through the orchestrations; each becomes a file of recorded histories. Those under the name
 * `refreshMedallion3` end in `-3`; no refresh starts under the names of the other files any more.
 */
export const RECORDINGS: Readonly<Record<string, () => Promise<readonly RecordedHistory[]>>> = {
  'succeeds-with-pipelines-3': () => record(new RefreshScene({ pipelines: PIPELINES })),

  'nothing-new-3': async () => {
    const scene = new RefreshScene();
    await scene.refresh();
    const before = scene.runner.recorded.length;
    await scene.refresh();
    return scene.runner.recorded.slice(before);
  },

  'long-job-continues-as-new-3': () =>
    record(new RefreshScene({ job: () => [...Array.from({ length: 22 }, () => ({})), ...SUCCEEDS] })),

  'job-tried-again-in-a-new-generation-3': () =>
    record(
      new RefreshScene({
        job: ({ index }) =>
          index === 0 ? [{ outcome: 'failed', retryable: true, status: 'INTERNAL_ERROR' }] : SUCCEEDS,
      }),
    ),

  'job-fails-3': () =>
    record(
      new RefreshScene({ job: () => [{ outcome: 'failed', status: 'FAILED', message: 'a model failed' }] }),
    ),

  'pipeline-cancelled-by-somebody-else-3': () =>
    record(
      new RefreshScene({
        pipelines: PIPELINES,
        pipeline: () => [{}, { outcome: 'cancelled', status: 'Cancelled' }],
      }),
    ),

  'start-throttled-and-reply-lost-3': () => {
    const scene = new RefreshScene();
    scene.job.faults.push(
      { call: 'start', error: unavailable(120) },
      { call: 'start', error: unavailable(), after: true },
    );
    return record(scene);
  },

  'job-never-ends-3': () => record(new RefreshScene({ job: () => [{}], limits: { timeoutMinutes: 5 } })),

  'cancelled-on-request-3': () => {
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

  'activities-retried-3': () => {
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

  'quality-gate-fails-3': () => {
    const scene = new RefreshScene();
    scene.results = [{ outcome: 'failed', error: 'a column is missing' }];
    return record(scene);
  },

  'asks-power-bi-3': () => record(new RefreshScene({ semanticModel: new ScriptedSemanticModel() })),

  'power-bi-refuses-3': () =>
    record(
      new RefreshScene({ semanticModel: new ScriptedSemanticModel(powerBiRefuses('the day has had eight')) }),
    ),

  'power-bi-stays-away-3': () =>
    record(
      new RefreshScene({
        semanticModel: new ScriptedSemanticModel(...Array.from({ length: 10 }, () => powerBiIsAway())),
      }),
    ),

  'job-turn-dies-3': () => {
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

  'pipeline-turns-die-3': () => {
    let deaths = 0;
    return record(
      new RefreshScene({
        pipelines: PIPELINES,
        diesIn: (orchestration, turn) => orchestration === 'runPipeline' && turn === 3 && ++deaths <= 3,
      }),
    );
  },

  'end-waits-for-the-job-3': () => {
    const scene = new RefreshScene({
      job: () => [{}],
      limits: { timeoutMinutes: 5 },
      diesIn: (orchestration, turn) => orchestration === 'runJob' && turn === 4,
    });
    for (let n = 0; n < 22; n++) scene.job.faults.push({ call: 'cancel', error: unavailable() });
    return record(scene);
  },

  'no-power-bi-after-a-failure-3': () =>
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

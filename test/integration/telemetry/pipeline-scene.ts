import { createBronzeHeads } from '../../../src/lib/refresh/bronze-heads';
import { type RefreshInput } from '../../../src/lib/refresh/ports';
import { RefreshSteps } from '../../../src/lib/refresh/refresh-steps';
import { RunSteps } from '../../../src/lib/refresh/run-steps';
import { startRefresh } from '../../../src/lib/refresh/start-refresh';
import { traceStart } from '../../../src/lib/refresh/refresh-trace';
import { createRefreshActivities } from '../../../src/lib/refresh/trigger/refresh-activities';
import { ORCHESTRATIONS } from '../../../src/lib/refresh/trigger/refresh-names';
import { DurableRunner } from '../../testing/fixtures/durable-runner';
import { MemoryPlanStore, MemoryRefreshStore } from '../../testing/fakes/memory-refresh-store';
import { HANDLERS, resultOf, SUCCEEDS } from '../../testing/fixtures/refresh-scene';
import { ScriptedRuns } from '../../testing/fakes/scripted-runs';
import { IngestScene } from './ingest-scene';

const TASKS = [{ name: 'silver', state: 'SUCCESS', startedAt: '2026-11-21T06:10:01Z' }];

/** Ingest and landing, and refreshes with their orchestrations over scripted services. */
export class PipelineScene extends IngestScene {
  readonly store = new MemoryRefreshStore();
  readonly plans = new MemoryPlanStore();

  /** Starts a refresh and runs it to its end. Its activities read it from its row, as in the app. */
  async refresh(): Promise<string> {
    const { store, plans } = this;
    const runs = new RunSteps({
      store,
      services: {
        job: new ScriptedRuns(() => SUCCEEDS.map((look) => Object.assign({ tasks: TASKS }, look))),
        pipeline: new ScriptedRuns(() => SUCCEEDS),
      },
      clock: this.clock,
    });
    const steps = new RefreshSteps({
      store,
      plans,
      bronze: createBronzeHeads(this.lake, this.state),
      clock: this.clock,
      pipelines: [],
      pipelinesEveryMinutes: 1440,
      endRuns: () => Promise.resolve([]),
    });
    let input: RefreshInput | undefined;
    const limits = { pollSeconds: 5, pollMaxSeconds: 60, timeoutMinutes: 120 };
    this.time.now += 60_000;
    const { id } = await traceStart('request', (traceparent) =>
      startRefresh({
        trigger: 'request',
        pipelines: 'due',
        force: false,
        semanticModel: false,
        traceparent,
        store,
        limits,
        clock: this.clock,
        suffix: () => '0000000a',
        endRuns: () => Promise.resolve([]),
        instances: {
          status: () => Promise.resolve({ status: 'ended' }),
          start: (_id, given) => {
            input = given;
            return Promise.resolve();
          },
          purge: () => Promise.resolve(0),
        },
      }),
    );
    if (input === undefined) throw new Error('the refresh was not started');
    plans.results.set(input.number, [resultOf('silver.telemetry', input.number)]);
    const activities = createRefreshActivities({
      steps: () => steps,
      runs: () => runs,
      refreshSemanticModel: () => Promise.resolve(),
    });
    await new DurableRunner({ orchestrations: HANDLERS, activities, clock: this.time }).run(
      ORCHESTRATIONS.refresh,
      { instanceId: id, input },
    );
    return id;
  }
}

import { type JsonObject } from '../../kit';
import { runActivities } from './run-activities';
import { type RunContext, RunStopped } from './run-context';

/** Returns an unsupported property of a pipeline, or `undefined`. */
function refusal({ pipeline }: RunContext): string | undefined {
  if (pipeline.concurrency !== undefined) return 'pipelines with concurrency';
  if (Object.keys(pipeline.variables).length > 0) return 'pipelines with variables';
  if (pipeline.runDimensions !== undefined) return 'pipelines with runDimensions';
  return undefined;
}

/**
 * Runs a pipeline from its first activity to its end and stores the result. A cancelled run ends as
 * `Cancelled`; a run that is interrupted because the service closes is unchanged.
 *
 * @throws errors that are not failures of an activity: bugs and disk errors
 */
export async function runPipeline(run: Omit<RunContext, 'runInner'>): Promise<void> {
  const { runId, store, signal } = run;
  const context: RunContext = {
    ...run,
    runInner: (activities, item) => runActivities(context, activities, item),
  };
  try {
    signal.throwIfAborted();
    const refused = refusal(context);
    if (refused !== undefined) {
      store.endRun(runId, 'Failed', `The local data factory does not execute ${refused}.`);
      return;
    }
    const result = await runActivities(context, context.pipeline.activities);
    // The run was cancelled at the last moment.
    signal.throwIfAborted();
    if (result.outcome === 'succeeded') store.endRun(runId, 'Succeeded', '');
    else {
      store.endRun(
        runId,
        'Failed',
        `Operation on target ${result.activity} failed: ${result.failure.message}`,
      );
    }
  } catch (error) {
    if (error instanceof RunStopped) {
      if (error.why === 'cancelled') store.endRun(runId, 'Cancelled', '');
      return;
    }
    store.endRun(runId, 'Failed', `The local data factory failed: ${String(error)}`);
    throw error;
  }
}

/** Value of `pipeline()` (https://learn.microsoft.com/azure/data-factory/control-flow-system-variables). */
export function toPipelineValue(run: {
  readonly runId: string;
  readonly pipelineName: string;
  readonly factoryName: string;
  readonly runStart: string;
  readonly values: JsonObject;
}): JsonObject {
  return {
    parameters: run.values,
    RunId: run.runId,
    Pipeline: run.pipelineName,
    DataFactory: run.factoryName,
    TriggerType: 'Manual',
    TriggerTime: run.runStart,
  };
}

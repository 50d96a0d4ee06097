import { type Json } from '../../kit';
import { type ActivityDefinition } from '../definitions/factory-files';
import { type ActivityFailure } from './activity-failure';
import { runActivity } from './run-activity';
import { type ActivitiesResult, type RunContext } from './run-context';

/**
 * Runs activities, each as soon as the activities that it depends on have ended.
 *
 * @param item value of `item()`; undefined outside a ForEach
 * @throws the reason of the signal if the run is cancelled
 */
export async function runActivities(
  context: RunContext,
  activities: readonly ActivityDefinition[],
  item?: Json,
): Promise<ActivitiesResult> {
  const outcomes = new Map<string, ActivityOutcome>();
  const failures = new Map<string, ActivityFailure>();
  const ended = new Map<string, Json>();
  const running = new Map<string, Promise<void>>();
  const start = async (activity: ActivityDefinition): Promise<void> => {
    const scope = {
      pipeline: context.pipelineValue,
      activities: new Map(ended),
      ...(item !== undefined && { item }),
    };
    const result = await runActivity(context, activity, scope);
    running.delete(activity.name);
    outcomes.set(activity.name, result.outcome);
    if (result.outcome === 'Failed') failures.set(activity.name, result.failure);
    ended.set(activity.name, {
      output: result.outcome === 'Succeeded' ? result.output : {},
      Status: result.outcome,
    });
  };
  let waiting = [...activities];
  for (;;) {
    const ready = waiting.filter(({ dependsOn }) =>
      dependsOn.every(({ activity }) => outcomes.has(activity)),
    );
    waiting = waiting.filter((activity) => !ready.includes(activity));
    for (const activity of ready) {
      if (mayRun(activity, outcomes)) running.set(activity.name, start(activity));
      else outcomes.set(activity.name, 'Skipped');
    }
    // Activities that waited for a skipped one may continue immediately.
    if (ready.length > 0) continue;
    if (running.size === 0) break;
    try {
      await Promise.race(running.values());
    } catch (error) {
      // Cancelled: waiting activities are also informed.
      await Promise.allSettled(running.values());
      throw error;
    }
  }
  const activity = decidingFailure(activities, outcomes);
  const failure = activity === undefined ? undefined : failures.get(activity);
  return activity === undefined || failure === undefined
    ? { outcome: 'succeeded' }
    : { outcome: 'failed', activity, failure };
}

/** How an activity ended in its pipeline. */
type ActivityOutcome = 'Succeeded' | 'Failed' | 'Skipped';

/**
 * Returns whether an activity runs after the activities that it depends on. Each of them must have ended as
 * one of its conditions requires. `Completed` means succeeded or failed.
 */
function mayRun(activity: ActivityDefinition, outcomes: ReadonlyMap<string, ActivityOutcome>): boolean {
  return activity.dependsOn.every(({ activity: name, dependencyConditions }) => {
    const outcome = outcomes.get(name);
    return dependencyConditions.some(
      (condition) => condition === outcome || (condition === 'Completed' && outcome !== 'Skipped'),
    );
  });
}

/**
 * Returns the activity whose failure fails a pipeline, or `undefined` if the pipeline succeeds. Leaves
 * decide; a skipped leaf is replaced by the activities that it depends on
 * (https://learn.microsoft.com/azure/data-factory/tutorial-pipeline-failure-error-handling).
 */
function decidingFailure(
  activities: readonly ActivityDefinition[],
  outcomes: ReadonlyMap<string, ActivityOutcome>,
): string | undefined {
  const byName = new Map(activities.map((activity) => [activity.name, activity]));
  const needed = new Set(activities.flatMap(({ dependsOn }) => dependsOn.map(({ activity }) => activity)));
  const seen = new Set<string>();
  const failureBehind = (name: string): string | undefined => {
    if (seen.has(name)) return undefined;
    seen.add(name);
    const outcome = outcomes.get(name);
    if (outcome === 'Failed') return name;
    if (outcome === 'Succeeded') return undefined;
    for (const { activity } of byName.get(name)?.dependsOn ?? []) {
      const failure = failureBehind(activity);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
  for (const { name } of activities) {
    const failure = needed.has(name) ? undefined : failureBehind(name);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

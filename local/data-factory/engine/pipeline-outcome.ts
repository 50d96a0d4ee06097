import { type ActivityDefinition } from '../definitions/factory-files';

/** How an activity ended within its pipeline. */
export type ActivityOutcome = 'Succeeded' | 'Failed' | 'Skipped';

/**
 * Whether an activity runs, given how the activities ended that it depends on: each must have ended in one of the ways
 * that its conditions name. `Completed` means succeeded or failed.
 */
export function mayRun(
  activity: ActivityDefinition,
  outcomes: ReadonlyMap<string, ActivityOutcome>,
): boolean {
  return activity.dependsOn.every(({ activity: name, dependencyConditions }) => {
    const outcome = outcomes.get(name);
    return dependencyConditions.some(
      (condition) => condition === outcome || (condition === 'Completed' && outcome !== 'Skipped'),
    );
  });
}

/**
 * The activity by whose failure a pipeline fails, or `undefined` where it succeeds. Leaves decide, and in place of a
 * leaf that was skipped those it depends on
 * (https://learn.microsoft.com/azure/data-factory/tutorial-pipeline-failure-error-handling).
 */
export function decidingFailure(
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

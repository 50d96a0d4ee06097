import { z } from 'zod';
import { type ActivityDefinition, activityList } from '../definitions/factory-files';
import { type Json, type JsonObject } from '../../kit';
import { type Scope } from '../expressions/evaluate';
import { resolveValue } from '../expressions/resolve-value';
import { ActivityFailure, notExecuted } from './activity-failure';
import { type RunContext } from './run-context';

const shape = z.strictObject({
  items: z.json(),
  isSequential: z.boolean().default(false),
  batchCount: z.number().int().min(1).max(50).default(20),
  activities: activityList,
});

/**
 * Runs the inner activities once for every item, sequentially or in parallel. A failed iteration does not
 * stop the others; the ForEach fails at the end
 * (https://learn.microsoft.com/azure/data-factory/control-flow-for-each-activity).
 *
 * @throws ActivityFailure
 */
export async function runForEach(
  context: RunContext,
  activity: ActivityDefinition,
  scope: Scope,
): Promise<JsonObject> {
  if (scope.item !== undefined) throw notExecuted('a ForEach within a ForEach; Azure does not, either');
  const { items, isSequential, batchCount, activities } = readProperties(activity);
  const list = resolveValue(items, scope);
  if (!Array.isArray(list)) {
    throw new ActivityFailure(
      'BadRequest',
      `The items of the ForEach activity must be an array, not ${JSON.stringify(list)}.`,
    );
  }
  const failures: string[] = [];
  const queue = (list as readonly Json[]).values();
  const work = async (): Promise<void> => {
    for (const item of queue) {
      const result = await context.runInner(activities, item);
      if (result.outcome === 'failed') {
        failures.push(`Inner activity name: ${result.activity}, Error: ${result.failure.message}`);
      }
    }
  };
  const workers = Array.from({ length: isSequential ? 1 : Math.min(batchCount, list.length) }, work);
  // Waits until all iterations have ended, also if one has already been cancelled.
  const ends = await Promise.allSettled(workers);
  const thrown = ends.find((end) => end.status === 'rejected');
  if (thrown !== undefined) throw thrown.reason;
  if (failures.length > 0) {
    throw new ActivityFailure(
      'BadRequest',
      `Activity failed because an inner activity failed; ${failures.join('; ')}`,
    );
  }
  return {};
}

function readProperties(activity: ActivityDefinition): z.infer<typeof shape> {
  const result = shape.safeParse(activity.typeProperties);
  if (result.success) return result.data;
  throw notExecuted(`the ForEach activity ${activity.name}: ${z.prettifyError(result.error)}`);
}

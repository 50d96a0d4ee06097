import { type TaskDefinition } from '../../bundle/job-definition';

export type TaskSelection =
  | { readonly kind: 'selected'; readonly tasks: readonly TaskDefinition[] }
  | { readonly kind: 'unknown'; readonly taskKey: string };

/**
 * The tasks that `only` of a run-now request means: `key` one task, `+key` it and all above it, `key+` it and all
 * below it, `+key+` both.
 *
 * https://docs.databricks.com/api/azure/workspace/jobs/runnow#only
 */
export function selectTasks(tasks: readonly TaskDefinition[], only: readonly string[]): TaskSelection {
  const selected = new Set<string>();
  const above = (key: string): readonly string[] =>
    tasks.find(({ taskKey }) => taskKey === key)?.dependsOn ?? [];
  const below = (key: string): readonly string[] =>
    tasks.filter(({ dependsOn }) => dependsOn.includes(key)).map(({ taskKey }) => taskKey);
  for (const text of only) {
    const taskKey = text.replace(/^\+/, '').replace(/\+$/, '');
    if (!tasks.some((task) => task.taskKey === taskKey)) return { kind: 'unknown', taskKey };
    selected.add(taskKey);
    if (text.startsWith('+')) addAll(taskKey, above, selected);
    if (text.endsWith('+')) addAll(taskKey, below, selected);
  }
  return { kind: 'selected', tasks: tasks.filter(({ taskKey }) => selected.has(taskKey)) };
}

function addAll(from: string, next: (key: string) => readonly string[], into: Set<string>): void {
  const seen = new Set([from]);
  for (const key of seen) for (const other of next(key)) seen.add(other);
  for (const key of seen) into.add(key);
}

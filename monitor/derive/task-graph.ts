import { type Refresh } from '../data/api';
import { type TaskText } from '../data/model-texts';

type RunTask = Refresh['runs'][number]['tasks'][number];

/** A task of the job's newest run, with its place in the graph. */
export interface TaskNode {
  readonly task: RunTask;
  /** 0 for a task that waits for none. A task is one level after the last task that it waits for. */
  readonly level: number;
  /** Its place in its level, from 0. */
  readonly row: number;
  /** Names of the tasks of this run that it waits for. */
  readonly after: readonly string[];
}

/** Places the tasks of a run by what they wait for. A task that the texts do not know is on the first level. */
export function toTaskGraph(tasks: readonly RunTask[], texts: readonly TaskText[]): readonly TaskNode[] {
  const names = new Set(tasks.map(({ name }) => name));
  const after = new Map(
    texts.map((text) => [text.name, text.after.filter((name) => names.has(name))] as const),
  );
  const levels = new Map<string, number>();
  const levelOf = (name: string, path: readonly string[]): number => {
    const known = levels.get(name);
    if (known !== undefined) return known;
    // A cycle cannot run. If a text has one, its first task is drawn as if it waited for none.
    if (path.includes(name)) return -1;
    const before = (after.get(name) ?? []).map((other) => levelOf(other, [...path, name]));
    const level = Math.max(-1, ...before) + 1;
    levels.set(name, level);
    return level;
  };
  const rows = new Map<number, number>();
  return tasks.map((task) => {
    const level = levelOf(task.name, []);
    const row = rows.get(level) ?? 0;
    rows.set(level, row + 1);
    return { task, level, row, after: after.get(task.name) ?? [] };
  });
}

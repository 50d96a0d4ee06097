import { type WindowRow } from '../ports';
import { groupKey, type GroupState, type WindowState } from './window-state';
import { addPartials, toNumber } from './partial-value';
import { type View } from './view';

/** Merges groups with the same keys, of one window or of several that are read as one. */
export function mergeGroups(groups: Iterable<GroupState>): GroupState[] {
  const merged = new Map<string, GroupState>();
  for (const group of groups) {
    const key = groupKey(group.keys);
    const before = merged.get(key);
    merged.set(key, before === undefined ? group : addGroups(before, group));
  }
  return [...merged.values()];
}

/** Merges the windows of several hub partitions; ascending by start. */
export function mergeWindows(windows: Iterable<WindowState>): WindowState[] {
  const byStart = new Map<number, GroupState[]>();
  for (const { start, groups } of windows) {
    const before = byStart.get(start);
    if (before === undefined) byStart.set(start, [...groups]);
    else before.push(...groups);
  }
  return [...byStart]
    .map(([start, groups]) => ({ start, groups: mergeGroups(groups) }))
    .sort((a, b) => a.start - b.start);
}

/** Converts merged windows to rows for sinks. */
export function toWindowRows(view: View, windows: readonly WindowState[]): WindowRow[] {
  const { keys, values, seconds } = view.windows;
  return windows.flatMap(({ start, groups }) => {
    const windowStart = new Date(start).toISOString();
    const windowEnd = new Date(start + seconds * 1000).toISOString();
    return groups.map((group) => ({
      view: view.name,
      windowStart,
      windowEnd,
      keys: Object.fromEntries(keys.map(({ name }, index) => [name, group.keys[index] ?? ''])),
      events: group.events,
      values: Object.fromEntries(
        values.map(({ name }, index) => {
          const value = group.values[index];
          return [name, value === undefined ? null : toNumber(value)];
        }),
      ),
    }));
  });
}

function addGroups(a: GroupState, b: GroupState): GroupState {
  return {
    keys: a.keys,
    events: a.events + b.events,
    values: a.values.map((value, index) => {
      const other = b.values[index];
      return other === undefined ? value : addPartials(value, other);
    }),
  };
}

import { type LivePosition, type ViewState } from './live-position';
import { type View } from './view';

/** Whether the events of a view are aggregated at this position. A view that is still computed from Bronze follows later. */
export function isCounted({ views }: LivePosition, name: string): boolean {
  if (views === undefined) return true;
  const state = views[name];
  return state !== undefined && state.backfill === undefined;
}

/** Returns the views that this position does not have, or has with another definition. */
export function missingViews({ views }: LivePosition, wanted: readonly View[]): readonly View[] {
  if (views === undefined) return [];
  return wanted.filter(({ name, shape }) => views[name]?.shape !== shape);
}

/** The names of the views that are still computed from Bronze. */
export function backfilledViews({ views }: LivePosition): readonly string[] {
  return Object.entries(views ?? {}).flatMap(([name, { backfill }]) =>
    backfill === undefined ? [] : [name],
  );
}

/**
 * Returns the position with exactly these views. A writer keeps only the views that it aggregates. So an app of an earlier
 * version drops a view that it does not know, and the view is computed from Bronze again.
 *
 * @param start where a view begins that the position does not have; undefined if there is none
 */
export function withViews(
  position: LivePosition,
  wanted: readonly View[],
  start: LivePosition | undefined,
): LivePosition {
  const missing = new Set(missingViews(position, wanted).map(({ name }) => name));
  const views: Record<string, ViewState> = {};
  for (const { name, shape } of wanted) {
    const known = position.views?.[name];
    if (!missing.has(name) || start === undefined) {
      views[name] = known?.shape === shape ? known : { shape, since: 0, wholeFrom: 0, backfill: undefined };
      continue;
    }
    const { nextSlot, lastSequenceNumber, wholeFrom } = start;
    const isLevel = lastSequenceNumber >= position.lastSequenceNumber;
    const backfill = isLevel ? undefined : { nextSlot: nextSlot ?? 0, lastSequenceNumber };
    views[name] = { shape, since: position.version + 1, wholeFrom, backfill };
  }
  const without = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(record).filter(([name]) => views[name] !== undefined && !missing.has(name)),
    );
  return {
    ...position,
    views,
    changes: without(position.changes),
    outsideRetention: without(position.outsideRetention),
    future: without(position.future),
  };
}

/** Returns the position of one view that is computed from Bronze, as if it were alone; undefined if it has caught up. */
export function toViewPosition(position: LivePosition, name: string): LivePosition | undefined {
  const state = position.views?.[name];
  if (state?.backfill === undefined) return undefined;
  return {
    ...position,
    ...state.backfill,
    wholeFrom: Math.max(position.wholeFrom, state.wholeFrom),
    views: { [name]: { ...state, backfill: undefined } },
  };
}

/** Returns the position after a write of one view: `after` is what became of {@link toViewPosition}. */
export function fromViewPosition(position: LivePosition, name: string, after: LivePosition): LivePosition {
  const state = position.views?.[name];
  if (state === undefined) return position;
  const { lastSequenceNumber, nextSlot = 0, wholeFrom } = after;
  const hasCaughtUp = lastSequenceNumber >= position.lastSequenceNumber;
  const backfill = hasCaughtUp ? undefined : { nextSlot, lastSequenceNumber };
  return {
    ...position,
    version: after.version,
    changes: after.changes,
    outsideRetention: after.outsideRetention,
    future: after.future,
    views: { ...position.views, [name]: { ...state, wholeFrom, backfill } },
  };
}

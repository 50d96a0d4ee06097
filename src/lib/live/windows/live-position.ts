import { type EventsOutsideRetention } from './window-state';

/** How far one hub partition is aggregated, and the state that must change in the same transaction. */
export interface LivePosition {
  /** The newest event that was aggregated or skipped; -1 before the first. */
  readonly lastSequenceNumber: number;
  /**
   * The slot of Bronze to read next: the one that holds the event after `lastSequenceNumber`, or will hold it. Undefined
   * in positions of earlier versions.
   */
  readonly nextSlot: number | undefined;
  /** Incremented by each write. */
  readonly version: number;
  /** See {@link PartitionWindows.wholeFrom}. */
  readonly wholeFrom: number;
  /**
   * The newest enqueued time so far, in milliseconds since the epoch. It helps to detect events of another
   * hub generation.
   */
  readonly lastEnqueuedTime: number;
  /** By view: changes that may not be delivered yet, ascending by version. */
  readonly changes: Readonly<Record<string, readonly ChangedMinutes[]>>;
  /** By view. */
  readonly outsideRetention: Readonly<Record<string, EventsOutsideRetention>>;
  /**
   * By view: minutes with events that arrived a day or more before their time. Live windows never have all of
   * their events.
   */
  readonly future: Readonly<Record<string, readonly MinuteRange[]>>;
  /** By name: the views that this partition has. Undefined in positions of earlier versions: it has every view. */
  readonly views: Readonly<Record<string, ViewState>> | undefined;
}

/** A view in one hub partition. */
export interface ViewState {
  /** {@link View.shape} */
  readonly shape: string;
  /** Version of the position at which the view began; 0 if it began with the partition. */
  readonly since: number;
  /** The windows of the view are complete from here on, if that is later than for the others. */
  readonly wholeFrom: number;
  /** The progress of a new view, which is computed from Bronze; undefined once it has caught up. */
  readonly backfill?: { readonly nextSlot: number; readonly lastSequenceNumber: number } | undefined;
}

/** The position before the first event of a partition. */
export const START: LivePosition = {
  lastSequenceNumber: -1,
  nextSlot: 0,
  version: 0,
  wholeFrom: 0,
  lastEnqueuedTime: 0,
  changes: {},
  outsideRetention: {},
  future: {},
  views: undefined,
};

/** A range of minutes, both ends included, in milliseconds since the epoch. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/** Changed minutes, with the newest version of the position that changed one of them. */
export interface ChangedMinutes extends MinuteRange {
  readonly version: number;
}

const MINUTE = 60_000;

/** The maximum ranges, and changes of a view, of a position: their text must fit into one property. */
const MAX_RANGES = 100;
const MAX_CHANGES = 200;

/**
 * Adds a minute to ranges that ascend and do not touch. If there are too many, the last two become one. It
 * then covers more minutes than needed, but none is lost.
 */
export function addMinute(ranges: readonly MinuteRange[], minute: number): readonly MinuteRange[] {
  if (hasMinute(ranges, minute)) return ranges;
  const all = [...ranges, { from: minute, to: minute }].sort((a, b) => a.from - b.from);
  const joined: MinuteRange[] = [];
  for (const range of all) {
    const before = joined.at(-1);
    if (before !== undefined && range.from <= before.to + MINUTE)
      joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, range.to) };
    else joined.push(range);
  }
  if (joined.length <= MAX_RANGES) return joined;
  const [last, lastButOne] = [joined.at(-1), joined.at(-2)];
  return [...joined.slice(0, -2), { from: lastButOne?.from ?? minute, to: last?.to ?? minute }];
}

export function hasMinute(ranges: readonly MinuteRange[] | undefined, minute: number): boolean {
  return ranges?.some(({ from, to }) => from <= minute && minute <= to) ?? false;
}

/**
 * Adds the changes of one write to earlier changes; both ascend by version. If there are too many, the older
 * half becomes one range that covers all of them. Minutes in between are then delivered again, but none is
 * lost.
 */
export function addChanges(
  changes: readonly ChangedMinutes[],
  minutes: readonly number[],
  version: number,
): readonly ChangedMinutes[] {
  const kept = changes.filter(({ from, to }) => from !== to || !minutes.includes(from));
  const all = [...kept, ...minutes.map((minute) => ({ from: minute, to: minute, version }))];
  if (all.length <= MAX_CHANGES) return all;
  const older = all.slice(0, all.length / 2);
  const range = {
    from: Math.min(...older.map(({ from }) => from)),
    to: Math.max(...older.map(({ to }) => to)),
    version: Math.max(...older.map((change) => change.version)),
  };
  return [range, ...all.slice(older.length)];
}

import { type EventsOutsideRetention } from './window-state';

/** How far one hub partition is folded, and what must change together with that. */
export interface LivePosition {
  /** The newest event that was folded or passed over; -1 before the first. */
  readonly lastSequenceNumber: number;
  /** Raised by each write. */
  readonly version: number;
  /** See {@link PartitionWindows.wholeFrom}. */
  readonly wholeFrom: number;
  /** The newest so far, in milliseconds since the epoch: what tells an event of another incarnation. */
  readonly lastEnqueuedTime: number;
  /** By view: what is not yet known to be delivered, ascending by version. */
  readonly changes: Readonly<Record<string, readonly ChangedMinutes[]>>;
  /** By view. */
  readonly outsideRetention: Readonly<Record<string, EventsOutsideRetention>>;
  /** By view: minutes that had events when they were still a day ahead or more. They can never be whole here. */
  readonly future: Readonly<Record<string, readonly MinuteRange[]>>;
}

/** Before the first event of a partition. */
export const START: LivePosition = {
  lastSequenceNumber: -1,
  version: 0,
  wholeFrom: 0,
  lastEnqueuedTime: 0,
  changes: {},
  outsideRetention: {},
  future: {},
};

/** Minutes from one to another, both included; milliseconds since the epoch. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

/** Minutes that changed, and the newest version of the position that changed one of them. */
export interface ChangedMinutes extends MinuteRange {
  readonly version: number;
}

const MINUTE = 60_000;

/** Ranges, and changes of a view, that a position keeps: their text must fit into one property beside those of others. */
const MAX_RANGES = 100;
const MAX_CHANGES = 200;

/**
 * Adds a minute to ranges that ascend and do not touch. Where there are too many, the last two become one: they cover more
 * minutes than they must then, and none is lost.
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
 * Adds what one write has changed to what changed before; both ascend by version. Where there are too many, the older half
 * becomes one range that covers them all: minutes between them are delivered once more, and none is forgotten.
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

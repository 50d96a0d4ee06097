import { type MinuteState, type PartitionWindows } from '../../live/windows';
import { type AsOfPosition, type IncompleteReason } from '../api';
import { type PlannedHead } from './ports';

/** The source of each minute of an answer. */
export interface Choice {
  readonly liveBehind: boolean;
  readonly asOf: readonly AsOfPosition[];
  readonly isLive: (minute: number) => boolean;
  /** Undefined for a minute that has all events up to `asOf`. */
  readonly incompleteOf: (minute: number) => IncompleteReason | undefined;
  /** Partitions whose live windows are read; empty if live windows are behind. */
  readonly live: readonly PartitionWindows[];
}

/** One partition: its planned head, its position, and which events its live windows lack. */
interface Side {
  readonly head: number;
  readonly windows: PartitionWindows;
  /** Live windows are complete from here on. */
  readonly wholeFrom: number;
  /** Whether minutes before `wholeFrom` may have lost windows with events that the plan does not have. */
  readonly isStale: boolean;
  /** Whether an event outside of the live windows came after the plan. */
  readonly hasNewOutsideRetention: boolean;
}

interface Minute {
  /** Whether an event came after the plan. */
  readonly isNew: boolean;
  readonly overflowed: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Chooses the batch view or the live windows for each minute: the one that has all events up to `asOf`. The
 * rule, and why it is exact: docs/serve.md.
 *
 * @param heads the plan of the refresh that wrote the batch view; undefined if there is no batch view
 */
export function chooseSources(
  heads: readonly PlannedHead[] | undefined,
  windows: readonly PartitionWindows[],
): Choice {
  const paired = heads === undefined ? pair([], windows) : pair(heads, windows);
  if (paired === 'behind') return batchAlone(heads ?? []);
  const { sides, ended } = paired;
  const minutes = gather(sides);
  const wholeFrom = Math.max(
    0,
    ...sides.map((side) => side.wholeFrom),
    // For an ended hub generation without complete live windows: its events may be up to a day later than
    // they arrived.
    ...ended.map(({ lastEnqueuedTime }) => toMinute(Date.parse(lastEnqueuedTime)) + MINUTE + DAY),
  );
  const hasBatch = heads !== undefined;
  return {
    liveBehind: false,
    asOf: toAsOf([
      ...sides.map(({ windows: { hubGeneration, partition, lastSequenceNumber } }) => ({
        hubGeneration,
        partition,
        sequenceNumber: lastSequenceNumber,
      })),
      ...ended.map(fromHead),
    ]),
    live: sides.map((side) => side.windows),
    isLive: (minute) => {
      if (!hasBatch) return true;
      const state = minutes.get(minute);
      return state !== undefined && state.isNew && !state.overflowed && minute >= wholeFrom;
    },
    incompleteOf: (minute) => {
      const { isNew = false, overflowed = false } = minutes.get(minute) ?? {};
      if (sides.some((side) => isLostBelow(side, minute)) || (isNew && minute < wholeFrom))
        return 'outside-retention';
      if (sides.some((side) => isFuture(side, minute) && (isNew || side.hasNewOutsideRetention)))
        return 'future';
      return isNew && overflowed ? 'overflowed' : undefined;
    },
  };
}

/**
 * Pairs the head and the live windows of each partition. Live windows of an ended hub generation do not catch
 * up any more. If they are incomplete, the planned head is used for it.
 */
function pair(
  heads: readonly PlannedHead[],
  windows: readonly PartitionWindows[],
): { readonly sides: readonly Side[]; readonly ended: readonly PlannedHead[] } | 'behind' {
  const newest = [...heads, ...windows].reduce(
    (found, { hubGeneration }) => (hubGeneration > found ? hubGeneration : found),
    '',
  );
  const sides = new Map<string, Side>();
  for (const one of windows) sides.set(keyOf(one), toSide(undefined, one));
  const ended: PlannedHead[] = [];
  for (const head of heads) {
    const found = sides.get(keyOf(head))?.windows;
    if (found !== undefined && found.lastSequenceNumber >= head.lastSequenceNumber) {
      sides.set(keyOf(head), toSide(head, found));
      continue;
    }
    if (head.hubGeneration === newest) return 'behind';
    sides.delete(keyOf(head));
    ended.push(head);
  }
  return { sides: [...sides.values()], ended };
}

function toSide(planned: PlannedHead | undefined, windows: PartitionWindows): Side {
  const { lastSequenceNumber, wholeFrom, outsideRetention } = windows;
  const head = planned?.lastSequenceNumber ?? -1;
  // Events after the plan were enqueued after this time. Windows older than `wholeFrom` may have been
  // deleted.
  const since = planned === undefined ? -Infinity : Date.parse(planned.lastEnqueuedTime);
  return {
    head,
    windows,
    wholeFrom,
    isStale: lastSequenceNumber > head && since < wholeFrom,
    hasNewOutsideRetention: outsideRetention !== undefined && outsideRetention.lastSequenceNumber > head,
  };
}

/** Merges the state of each minute over all partitions. */
function gather(sides: readonly Side[]): ReadonlyMap<number, Minute> {
  const minutes = new Map<number, Minute>();
  for (const { head, windows } of sides) {
    for (const state of windows.minutes) {
      const before = minutes.get(state.minute);
      minutes.set(state.minute, {
        isNew: isNewIn(state, head) || (before?.isNew ?? false),
        overflowed: state.overflowed || (before?.overflowed ?? false),
      });
    }
  }
  return minutes;
}

function isNewIn({ lastSequenceNumber }: MinuteState, head: number): boolean {
  return lastSequenceNumber > head;
}

function isLostBelow(
  { wholeFrom, isStale, hasNewOutsideRetention, windows: { outsideRetention } }: Side,
  minute: number,
): boolean {
  if (minute >= wholeFrom) return false;
  if (isStale) return true;
  return (
    hasNewOutsideRetention &&
    outsideRetention !== undefined &&
    toMinute(outsideRetention.earliest) <= minute &&
    minute <= outsideRetention.latest
  );
}

/** Whether live windows may lack an event of this minute that came a day or more before its time. */
function isFuture({ wholeFrom, windows: { outsideRetention, future } }: Side, minute: number): boolean {
  if (minute < wholeFrom) return false;
  if (future !== undefined) return future.some(({ from, to }) => from <= minute && minute <= to);
  // Late events are before `wholeFrom`, so an event outside that is after it came too early.
  return (
    outsideRetention !== undefined &&
    toMinute(outsideRetention.earliest) <= minute &&
    minute <= outsideRetention.latest
  );
}

function batchAlone(heads: readonly PlannedHead[]): Choice {
  return {
    liveBehind: true,
    asOf: toAsOf(heads.map(fromHead)),
    isLive: () => false,
    incompleteOf: () => undefined,
    live: [],
  };
}

function fromHead({ hubGeneration, partition, lastSequenceNumber }: PlannedHead): AsOfPosition {
  return { hubGeneration, partition, sequenceNumber: lastSequenceNumber };
}

function toAsOf(positions: readonly AsOfPosition[]): AsOfPosition[] {
  return positions
    .filter(({ sequenceNumber }) => sequenceNumber >= 0)
    .sort((a, b) =>
      a.hubGeneration === b.hubGeneration
        ? a.partition - b.partition
        : a.hubGeneration < b.hubGeneration
          ? -1
          : 1,
    );
}

function keyOf({
  hubGeneration,
  partition,
}: {
  readonly hubGeneration: string;
  readonly partition: number;
}): string {
  return `${hubGeneration} ${partition}`;
}

function toMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

import { type MinuteState, type PartitionWindows } from '../../live/windows';
import { type AsOfPosition, type IncompleteReason } from '../api';
import { type PlannedHead } from './ports';

/** Where the answer comes from, minute by minute. */
export interface Choice {
  readonly liveBehind: boolean;
  readonly asOf: readonly AsOfPosition[];
  readonly isLive: (minute: number) => boolean;
  /** Undefined for a minute that has all events up to the cut. */
  readonly incompleteOf: (minute: number) => IncompleteReason | undefined;
  /** What to read live windows from; none where live is behind. */
  readonly live: readonly PartitionWindows[];
}

/** One partition as the choice sees it: H, P, and what its live windows do not hold. */
interface Side {
  readonly head: number;
  readonly windows: PartitionWindows;
  /** Live windows are whole from here on. */
  readonly wholeFrom: number;
  /** Whether minutes below the floor may have lost windows with events that the plan does not have. */
  readonly isStale: boolean;
  /** Whether an event that live windows do not hold came after the plan. */
  readonly hasNewOutsideRetention: boolean;
}

interface Minute {
  /** Something came after the plan. */
  readonly isNew: boolean;
  readonly overflowed: boolean;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Decides for each minute whether the batch view or the live windows have all events up to the cut. The rule and why it is
 * exact: docs/serve.md.
 *
 * @param heads the plan that the batch view has taken in; undefined where there is no batch view
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
    // A life of the hub that live windows do not have in full: its events may be up to a day ahead of their arrival.
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
 * Brings each partition's head and live windows together. A life of the hub that has ended is never caught up with: where its
 * live windows are not all there, its head stands for it.
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
  // What came after the plan was folded after this time. Windows that are older than the floor may be swept away.
  const since = planned === undefined ? -Infinity : Date.parse(planned.lastEnqueuedTime);
  return {
    head,
    windows,
    wholeFrom,
    isStale: lastSequenceNumber > head && since < wholeFrom,
    hasNewOutsideRetention: outsideRetention !== undefined && outsideRetention.lastSequenceNumber > head,
  };
}

/** What the minutes of all partitions say together. */
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

/** Whether live windows may lack an event of this minute that came too early for them. */
function isFuture({ wholeFrom, windows: { outsideRetention, future } }: Side, minute: number): boolean {
  if (minute < wholeFrom) return false;
  if (future !== undefined) return future.some(({ from, to }) => from <= minute && minute <= to);
  // Late events are below the floor, so what lies above it came early.
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

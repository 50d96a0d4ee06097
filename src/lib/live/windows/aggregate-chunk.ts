import { type SequenceNumber } from '../../event-log/positions';
import { type MinuteAggregate } from './minute-aggregate';
import { addChanges, addMinute, hasMinute, type LivePosition, type MinuteRange } from './live-position';
import { type WindowEvent } from './view';
import { type EventsOutsideRetention } from './window-state';

/** An event that was judged and read. */
export interface PreparedEvent {
  readonly sequenceNumber: SequenceNumber;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  /** Undefined where it counts nowhere: quarantined, or without windows. */
  readonly window: WindowEvent | undefined;
}

/** Events in a row that one write takes, and what they touch. */
export interface Chunk {
  readonly events: readonly PreparedEvent[];
  readonly wholeFrom: number;
  /** Events from here on (milliseconds since the epoch) are a day ahead or more. */
  readonly horizon: number;
  /** Events that should stand between the position and this piece, and do not. */
  readonly lost: { readonly from: number; readonly to: number } | undefined;
  /** An event of each minute that the piece needs. */
  readonly touched: ReadonlyMap<string, WindowEvent>;
}

export interface ChunkOptions {
  readonly now: number;
  readonly retentionHours: number;
  readonly maxEvents: number;
}

/** Rows of one transaction: the position, and for each minute its windows and up to two rows of ids; 100 at most. */
export const MAX_MINUTES = 25;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Takes events off the front, as many as one write holds. What follows on a gap begins a piece of its own. */
export function takeChunk(
  position: LivePosition,
  events: readonly PreparedEvent[],
  { now, retentionHours, maxEvents }: ChunkOptions,
): Chunk {
  const first = events[0];
  const lost =
    first !== undefined && first.sequenceNumber > position.lastSequenceNumber + 1
      ? { from: position.lastSequenceNumber + 1, to: first.sequenceNumber - 1 }
      : undefined;
  const wholeFrom = Math.max(
    position.wholeFrom,
    toMinute(now - retentionHours * HOUR),
    // What was lost came before the first event that is left, so windows from the next minute on are whole.
    lost === undefined || first === undefined ? 0 : toMinute(first.enqueuedTime) + MINUTE,
  );
  const horizon = toMinute(now + DAY);
  const touched = new Map<string, WindowEvent>();
  let count = 0;
  for (const event of events.slice(0, maxEvents)) {
    if (count > 0 && event.sequenceNumber !== (events[count - 1]?.sequenceNumber ?? 0) + 1) break;
    const { window } = event;
    if (window !== undefined && window.minute >= wholeFrom && window.minute < horizon) {
      const key = minuteKey(window.view.name, window.minute);
      if (!touched.has(key)) {
        if (touched.size === MAX_MINUTES) break;
        touched.set(key, window);
      }
    }
    count += 1;
  }
  return { events: events.slice(0, count), wholeFrom, horizon, lost, touched };
}

export interface AggregateOptions {
  /** Of a window. */
  readonly maxGroups: number;
  /** Whether anybody takes changes. */
  readonly tracksChanges: boolean;
  /** Changes up to this version are delivered. */
  readonly delivered: number;
  /** Nothing more fits into the minutes of this piece: they overflow instead. @default false */
  readonly isFull?: boolean;
}

/**
 * Folds a piece into its minutes, which change in place.
 *
 * @param minutes every minute that the piece touches, by {@link minuteKey}
 * @returns the position after it
 */
export function aggregateChunk(
  position: LivePosition,
  { events, wholeFrom, horizon }: Chunk,
  minutes: ReadonlyMap<string, MinuteAggregate>,
  { maxGroups, tracksChanges, delivered, isFull = false }: AggregateOptions,
): LivePosition {
  const outsideRetention: Record<string, EventsOutsideRetention> = { ...position.outsideRetention };
  const future = mapValues(position.future, (ranges) => ranges.filter(({ to }) => to >= wholeFrom));
  const changed = new Map<string, Set<number>>();
  let { lastSequenceNumber, lastEnqueuedTime } = position;
  const version = position.version + 1;

  for (const { sequenceNumber, enqueuedTime, window } of events) {
    lastSequenceNumber = sequenceNumber;
    if (enqueuedTime > lastEnqueuedTime) lastEnqueuedTime = enqueuedTime;
    if (window === undefined) continue;
    const { name } = window.view;
    if (window.minute < wholeFrom || window.minute >= horizon) {
      outsideRetention[name] = addOutsideRetention(
        outsideRetention[name],
        window.windowStart,
        sequenceNumber,
      );
      if (window.minute >= horizon) future[name] = addMinute(future[name] ?? [], window.minute);
      continue;
    }
    const minute = minutes.get(minuteKey(name, window.minute));
    if (minute === undefined) throw new RangeError(`minute ${window.minute} of ${name} was not read`);
    minute.seen(sequenceNumber);
    const isPart = isFull || hasMinute(future[name], window.minute);
    const overflows = isPart && minute.overflow();
    if (!(isFull ? overflows : minute.add(window, maxGroups) || overflows)) continue;
    let minutesOfView = changed.get(name);
    if (minutesOfView === undefined) changed.set(name, (minutesOfView = new Set()));
    minutesOfView.add(window.minute);
  }

  const changes = mapValues(position.changes, (all) => all.filter((change) => change.version > delivered));
  if (tracksChanges) {
    for (const [name, minutesOfView] of changed)
      changes[name] = addChanges(changes[name] ?? [], [...minutesOfView], version);
  }
  return { lastSequenceNumber, version, wholeFrom, lastEnqueuedTime, changes, outsideRetention, future };
}

export function minuteKey(view: string, minute: number): string {
  return `${view}|${minute}`;
}

/** The whole minute that holds a time, both in milliseconds since the epoch. */
export function toMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

function addOutsideRetention(
  outsideRetention: EventsOutsideRetention | undefined,
  time: number,
  lastSequenceNumber: SequenceNumber,
): EventsOutsideRetention {
  return {
    events: (outsideRetention?.events ?? 0) + 1,
    lastSequenceNumber,
    earliest: Math.min(outsideRetention?.earliest ?? Infinity, time),
    latest: Math.max(outsideRetention?.latest ?? -Infinity, time),
  };
}

/** Without what has become empty. */
function mapValues<T extends MinuteRange>(
  record: Readonly<Record<string, readonly T[]>>,
  map: (values: readonly T[]) => readonly T[],
): Record<string, readonly T[]> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, values]) => {
      const mapped = map(values);
      return mapped.length === 0 ? [] : [[name, mapped] as const];
    }),
  );
}

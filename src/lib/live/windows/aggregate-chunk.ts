import { type SequenceNumber, type Slot } from '../../event-log/positions';
import { type MinuteAggregate } from './minute-aggregate';
import { addChanges, addMinute, hasMinute, type LivePosition, type MinuteRange } from './live-position';
import { isCounted } from './position-views';
import { type WindowEvent } from './view';
import { type EventsOutsideRetention } from './window-state';

/** An event of Bronze after its windows were read. */
export interface PreparedEvent {
  readonly slot: Slot;
  readonly sequenceNumber: SequenceNumber;
  /** Whether it is the last event of its slot. */
  readonly isLast: boolean;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  /** Undefined for an event that is not in any window: quarantined, or of a type without windows. */
  readonly window: WindowEvent | undefined;
}

/** Consecutive events that one write takes, and the minutes they belong to. */
export interface Chunk {
  readonly events: readonly PreparedEvent[];
  readonly wholeFrom: number;
  /** Events from this time on (milliseconds since the epoch) are a day or more in the future. */
  readonly horizon: number;
  /** One event of each minute that the chunk needs. */
  readonly touched: ReadonlyMap<string, WindowEvent>;
}

export interface ChunkOptions {
  readonly now: number;
  readonly retentionHours: number;
  readonly maxEvents: number;
  /** Bronze had events in front of the first one, or that event itself, which these windows cannot hold. */
  readonly isAfterLoss: boolean;
}

/** A transaction has 100 rows at most: the position, and for each minute its windows and up to two rows of ids. */
export const MAX_MINUTES = 25;

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Takes as many events from the front as one write holds. */
export function takeChunk(
  position: LivePosition,
  events: readonly PreparedEvent[],
  { now, retentionHours, maxEvents, isAfterLoss }: ChunkOptions,
): Chunk {
  const first = events[0];
  const wholeFrom = Math.max(
    position.wholeFrom,
    toMinute(now - retentionHours * HOUR),
    // Lost events were enqueued before the first one here, so windows are complete from the next minute on.
    !isAfterLoss || first === undefined ? 0 : toMinute(first.enqueuedTime) + MINUTE,
  );
  const horizon = toMinute(now + DAY);
  const touched = new Map<string, WindowEvent>();
  let count = 0;
  for (const event of events.slice(0, maxEvents)) {
    const { window } = event;
    if (
      window !== undefined &&
      isCounted(position, window.view.name) &&
      window.minute >= wholeFrom &&
      window.minute < horizon
    ) {
      const key = minuteKey(window.view.name, window.minute);
      if (!touched.has(key)) {
        if (touched.size === MAX_MINUTES) break;
        touched.set(key, window);
      }
    }
    count += 1;
  }
  return { events: events.slice(0, count), wholeFrom, horizon, touched };
}

export interface AggregateOptions {
  /** Maximum number of groups in a window. */
  readonly maxGroups: number;
  /** Whether there are sinks that need changes. */
  readonly tracksChanges: boolean;
  /** Changes up to this version are delivered. */
  readonly delivered: number;
  /** The minutes of this chunk have no room for more events and are marked as overflowed instead. @default false */
  readonly isFull?: boolean;
}

/**
 * Aggregates a chunk into its minutes, which change in place.
 *
 * @param minutes every minute of the chunk, by {@link minuteKey}
 * @returns the position after the chunk
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
  let { lastSequenceNumber, nextSlot, lastEnqueuedTime } = position;
  const version = position.version + 1;

  for (const { slot, sequenceNumber, isLast, enqueuedTime, window } of events) {
    lastSequenceNumber = sequenceNumber;
    nextSlot = isLast ? slot + 1 : slot;
    if (enqueuedTime > lastEnqueuedTime) lastEnqueuedTime = enqueuedTime;
    if (window === undefined || !isCounted(position, window.view.name)) continue;
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
  return {
    lastSequenceNumber,
    nextSlot,
    version,
    wholeFrom,
    lastEnqueuedTime,
    changes,
    outsideRetention,
    future,
    views: position.views,
  };
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

/** Maps the values of a record and drops entries that become empty. */
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

import { type PartitionId } from '../../event-log/positions';
import { double } from '../../platform/azure/table-access';
import { type LivePosition } from '../windows/live-position';
import { type MinuteRange } from '../windows/minute-ranges';

const MINUTE = 60_000;

export const POSITION = 'position';
export const DELIVERED = 'delivered';

/** Keys must not hold `/`, `\`, `#` or `?` (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model). */
export function livePartitionKey({ source, incarnation, partition }: PartitionId): string {
  return `${source}|${incarnation}|p=${String(partition).padStart(2, '0')}`;
}

export interface PositionRow {
  readonly through: number;
  readonly version: number;
  readonly floor: number;
  readonly lastEnqueuedTime: number;
  readonly changes: string;
  readonly outside: string;
  readonly ahead: string;
}

export function toPositionRow(position: LivePosition): object {
  const { through, version, floor, lastEnqueuedTime, changes, outside, ahead } = position;
  return {
    through: double(through),
    version: double(version),
    floor: double(floor),
    lastEnqueuedTime: double(lastEnqueuedTime),
    changes: toRangesText(changes, ({ from, to, version: change }) => [...toMinutes(from, to), change]),
    outside: JSON.stringify(outside),
    ahead: toRangesText(ahead, ({ from, to }) => toMinutes(from, to)),
  };
}

export function fromPositionRow(row: PositionRow): LivePosition {
  const { through, version, floor, lastEnqueuedTime } = row;
  return {
    ...{ through, version, floor, lastEnqueuedTime },
    changes: fromRangesText(row.changes, (numbers) => ({
      ...fromMinutes(numbers),
      version: numbers[2] ?? 0,
    })),
    outside: JSON.parse(row.outside) as LivePosition['outside'],
    ahead: fromRangesText(row.ahead, fromMinutes),
  };
}

/** Minutes as their number since the epoch and how many follow: a text holds 32,768 characters, and each range counts. */
function toMinutes(from: number, to: number): readonly number[] {
  return [from / MINUTE, (to - from) / MINUTE];
}

function fromMinutes([from = 0, more = 0]: readonly number[]): MinuteRange {
  return { from: from * MINUTE, to: (from + more) * MINUTE };
}

function toRangesText<T>(
  byView: Readonly<Record<string, readonly T[]>>,
  toNumbers: (range: T) => readonly number[],
): string {
  const entries = Object.entries(byView).map(([view, ranges]) => [view, ranges.map(toNumbers)] as const);
  return JSON.stringify(Object.fromEntries(entries));
}

function fromRangesText<T>(
  text: string,
  fromNumbers: (numbers: readonly number[]) => T,
): Readonly<Record<string, readonly T[]>> {
  const byView = JSON.parse(text) as Readonly<Record<string, readonly (readonly number[])[]>>;
  return Object.fromEntries(
    Object.entries(byView).map(([view, ranges]) => [view, ranges.map((numbers) => fromNumbers(numbers))]),
  );
}

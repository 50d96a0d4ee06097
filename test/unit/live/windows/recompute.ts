import { type GroupState, type PartitionWindows } from '../../../../src/lib/live/windows/window-state';
import { MINUTE, type Reading } from './live-scene';

/** Windows as plain data: by start and keys, the number of events and the values. Sums are texts of millionths. */
export type PlainWindows = Readonly<Record<string, { readonly events: number; readonly values: unknown[] }>>;

/**
 * Computes the windows of {@link WINDOWS} from the whole log in the simplest way.
 *
 * @param log undefined for an event that validation rejects
 * @param counts whether an accepted event is within the bounds of live windows (`wholeFrom` and horizon)
 */
export function recompute(
  log: readonly (Reading | undefined)[],
  lastSequenceNumber: number,
  counts: (reading: Reading, sequenceNumber: number) => boolean = () => true,
): PlainWindows {
  const seen = new Set<string>();
  const groups: Record<string, Reading[]> = {};
  log.slice(0, lastSequenceNumber + 1).forEach((reading, sequenceNumber) => {
    if (reading === undefined || !counts(reading, sequenceNumber)) return;
    const identity = JSON.stringify([reading.at, reading.id]);
    if (seen.has(identity)) return;
    seen.add(identity);
    const start = Math.floor((MINUTE + reading.at) / 10_000) * 10_000;
    (groups[keyOf(start, [reading.site ?? 'unknown', reading.status ?? 'unknown'])] ??= []).push(reading);
  });
  return Object.fromEntries(
    Object.entries(groups).map(([key, readings]) => {
      const powers = readings.flatMap(({ power }) => (typeof power === 'number' ? [power] : []));
      const ok = readings.flatMap(({ power, status }) =>
        status === 'ok' && typeof power === 'number' ? [power] : [],
      );
      const values = [
        readings.length,
        readings.filter(({ status }) => status === 'fault').length,
        sumOf(powers),
        powers.length === 0 ? null : Math.min(...powers),
        powers.length === 0 ? null : Math.max(...powers),
        [sumOf(ok), ok.length],
      ];
      return [key, { events: readings.length, values }];
    }),
  );
}

export function toPlain({ minutes }: Pick<PartitionWindows, 'minutes'>): PlainWindows {
  const windows = minutes.flatMap((minute) => minute.windows);
  return Object.fromEntries(
    windows.flatMap(({ start, groups }) =>
      groups.map((group) => [keyOf(start, group.keys), toPlainGroup(group)] as const),
    ),
  );
}

function toPlainGroup({ events, values }: GroupState) {
  return {
    events,
    values: values.map((value) => {
      switch (value.aggregate) {
        case 'count':
          return value.count;
        case 'sum':
          return String(value.sum);
        case 'average':
          return [String(value.sum), value.count];
        case 'minimum':
        case 'maximum':
          return value.value;
      }
    }),
  };
}

function keyOf(start: number, keys: readonly string[]): string {
  return `${new Date(start).toISOString()} ${JSON.stringify(keys)}`;
}

/** The readings of these tests have three decimals. */
function sumOf(numbers: readonly number[]): string {
  return String(numbers.reduce((sum, number) => sum + 1000n * BigInt(Math.round(number * 1000)), 0n));
}

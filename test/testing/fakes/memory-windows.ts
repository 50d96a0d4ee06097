import { type ContractWindows } from '../../../src/lib/contracts/contract';
import { type WindowReader } from '../../../src/lib/live/ports';
import {
  type GroupState,
  type MinuteState,
  type PartialValue,
  type PartitionWindows,
} from '../../../src/lib/live/windows/window-state';
import { type HubGeneration, toSequenceNumber } from '../../../src/lib/event-log/positions';

/** The parts of an event that windows use. Times are milliseconds since the epoch. */
export interface WindowedEvent {
  readonly id: string;
  readonly time: number;
  readonly enqueuedTime: number;
  readonly keys: readonly string[];
  /** In the order of the view's values: millionths, or undefined if the event does not count. For `count` any number. */
  readonly micros: readonly (number | undefined)[];
  /** @default true */
  readonly accepted?: boolean;
}

export interface MemoryWindowsOptions {
  readonly windows: ContractWindows;
  readonly retentionMinutes: number;
  /** @default no limit */
  readonly maxGroups?: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export function toMinute(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

/** Computes the groups of distinct events from the events alone. Every view must return the same. */
export function recomputeGroups(windows: ContractWindows, events: readonly WindowedEvent[]): GroupState[] {
  const seen = new Set<string>();
  const groups = new Map<string, WindowedEvent[]>();
  for (const event of events) {
    const identity = `${event.time} ${event.id}`;
    if (event.accepted === false || seen.has(identity)) continue;
    seen.add(identity);
    const key = JSON.stringify(event.keys);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return [...groups.values()].map((members) => ({
    keys: members[0]?.keys ?? [],
    events: members.length,
    values: windows.values.map(({ aggregate }, index): PartialValue => {
      const numbers = members.flatMap(({ micros }) => micros[index] ?? []);
      const sum = BigInt(numbers.reduce((total, one) => total + one, 0));
      switch (aggregate) {
        case 'count':
          return { aggregate, count: numbers.length };
        case 'sum':
          return { aggregate, sum };
        case 'average':
          return { aggregate, sum, count: numbers.length };
        case 'minimum':
          return { aggregate, value: numbers.length === 0 ? null : Math.min(...numbers) / 1e6 };
        case 'maximum':
          return { aggregate, value: numbers.length === 0 ? null : Math.max(...numbers) / 1e6 };
      }
    }),
  }));
}

interface MemoryMinute {
  last: number;
  overflowed: boolean;
  readonly events: WindowedEvent[];
}

/** The live windows of one hub partition, implemented from the rules without code of the app. */
export class MemoryPartition {
  readonly hubGeneration: HubGeneration;
  readonly partition: number;
  readonly #options: MemoryWindowsOptions;
  readonly #minutes = new Map<number, MemoryMinute>();
  readonly #future = new Set<number>();
  #lastSequenceNumber = -1;
  #wholeFrom = 0;
  #outsideRetention: { events: number; last: number; earliest: number; latest: number } | undefined;

  constructor(hubGeneration: string, partition: number, options: MemoryWindowsOptions) {
    this.hubGeneration = hubGeneration as HubGeneration;
    this.partition = partition;
    this.#options = options;
  }

  get lastSequenceNumber(): number {
    return this.#lastSequenceNumber;
  }

  /** Aggregates one event. Skipped numbers are events that the hub has lost. */
  aggregate(sequenceNumber: number, event: WindowedEvent, now: number): void {
    const { retentionMinutes, maxGroups = Infinity, windows } = this.#options;
    const lost = sequenceNumber > this.#lastSequenceNumber + 1;
    this.#wholeFrom = Math.max(
      this.#wholeFrom,
      toMinute(now - retentionMinutes * MINUTE),
      lost ? toMinute(event.enqueuedTime) + MINUTE : 0,
    );
    this.#lastSequenceNumber = sequenceNumber;
    if (event.accepted === false) return;
    const minute = toMinute(event.time);
    const isFuture = minute >= toMinute(now + DAY);
    if (minute < this.#wholeFrom || isFuture) {
      const { events = 0, earliest = Infinity, latest = -Infinity } = this.#outsideRetention ?? {};
      this.#outsideRetention = {
        events: events + 1,
        last: sequenceNumber,
        earliest: Math.min(earliest, event.time),
        latest: Math.max(latest, event.time),
      };
      if (isFuture) this.#future.add(minute);
      return;
    }
    const state = this.#minutes.get(minute) ?? { last: -1, overflowed: false, events: [] };
    this.#minutes.set(minute, state);
    state.last = sequenceNumber;
    if (this.#future.has(minute)) state.overflowed = true;
    if (recomputeGroups(windows, [...state.events, event]).length > maxGroups) state.overflowed = true;
    else state.events.push(event);
  }

  /** Deletes windows that are older than `wholeFrom` by more than the retention. */
  sweep(): void {
    for (const minute of this.#minutes.keys())
      if (minute < this.#wholeFrom - this.#options.retentionMinutes * MINUTE) this.#minutes.delete(minute);
  }

  read(from: number, to: number, reportsFuture: boolean): PartitionWindows {
    const outsideRetention = this.#outsideRetention;
    return {
      hubGeneration: this.hubGeneration,
      partition: this.partition,
      lastSequenceNumber: this.#lastSequenceNumber,
      wholeFrom: this.#wholeFrom,
      outsideRetention: outsideRetention && {
        events: outsideRetention.events,
        earliest: outsideRetention.earliest,
        latest: outsideRetention.latest,
        lastSequenceNumber: toSequenceNumber(outsideRetention.last),
      },
      ...(reportsFuture && { future: [...this.#future].map((minute) => ({ from: minute, to: minute })) }),
      minutes: [...this.#minutes]
        .filter(([minute]) => minute >= from && minute < to)
        .sort(([a], [b]) => a - b)
        .map(([minute, state]) => this.#toState(minute, state)),
    };
  }

  #toState(minute: number, { last, overflowed, events }: MemoryMinute): MinuteState {
    const { windows } = this.#options;
    const length = windows.seconds * 1000;
    const starts = [...new Set(events.map(({ time }) => Math.floor(time / length) * length))].sort();
    return {
      minute,
      lastSequenceNumber: toSequenceNumber(last),
      overflowed,
      windows: starts.map((start) => ({
        start,
        groups: recomputeGroups(
          windows,
          events.filter(({ time }) => Math.floor(time / length) * length === start),
        ),
      })),
    };
  }
}

/** Returns a reader of the given live windows. */
export function memoryWindows(
  partitions: readonly MemoryPartition[],
  { reportsFuture = false }: { readonly reportsFuture?: boolean } = {},
): WindowReader {
  return {
    readWindows: ({ from, to }) =>
      Promise.resolve(partitions.map((partition) => partition.read(from, to, reportsFuture))),
  };
}

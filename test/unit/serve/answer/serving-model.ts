import { type ContractWindows } from '../../../../src/lib/contracts/contract';
import { type Answer } from '../../../../src/lib/serve/api';
import { createAnswer } from '../../../../src/lib/serve/answer/create-answer';
import { type PlannedHead } from '../../../../src/lib/serve/answer/ports';
import { type ServeQuery } from '../../../../src/lib/serve/answer/serve-query';
import { type ServeView } from '../../../../src/lib/serve/answer/serve-view';
import { type PartialValue } from '../../../../src/lib/live/windows/window-state';
import {
  MemoryPartition,
  recomputeGroups,
  toMinute,
  type WindowedEvent,
} from '../../../testing/fakes/memory-windows';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const START = Date.parse('2026-11-20T23:30:00Z');
export const RETENTION_MINUTES = 40;

const WINDOWS: ContractWindows = {
  seconds: 10,
  keys: [
    { name: 'site', path: '/site' },
    { name: 'state', path: '/state' },
  ],
  values: [
    { name: 'faults', aggregate: 'count' },
    { name: 'total', aggregate: 'sum', path: '/x' },
    { name: 'least', aggregate: 'minimum', path: '/x' },
    { name: 'most', aggregate: 'maximum', path: '/x' },
    { name: 'mean', aggregate: 'average', path: '/x' },
  ],
};

export const VIEW: ServeView = {
  name: 'iot_telemetry',
  type: 'iot.telemetry',
  source: 'iot',
  description: 'Telemetry',
  windows: WINDOWS,
};

/** The events of one group in one minute. */
export interface MinuteGroup {
  readonly minute: number;
  readonly keys: Readonly<Record<string, string>>;
  readonly events: number;
  readonly values: readonly PartialValue[];
}

interface Numbered {
  readonly sequenceNumber: number;
  readonly event: WindowedEvent;
}

/** One hub partition: its events, its landed position, and its live windows. */
class HubPartition {
  readonly log: Numbered[] = [];
  landed = -1;
  readonly live: MemoryPartition;

  constructor(
    readonly hubGeneration: string,
    readonly partition: number,
    maxGroups: number,
  ) {
    this.live = new MemoryPartition(hubGeneration, partition, {
      windows: WINDOWS,
      retentionMinutes: RETENTION_MINUTES,
      maxGroups,
    });
  }

  upTo(sequenceNumber: number): WindowedEvent[] {
    return this.log.filter((one) => one.sequenceNumber <= sequenceNumber).map(({ event }) => event);
  }
}

interface Batch {
  readonly refresh: number;
  readonly heads: readonly PlannedHead[];
  readonly rows: readonly MinuteGroup[];
}

/** A model of the pipeline as far as answers depend on it: events, plans, batch view, live windows, and a clock. */
export class ServingModel {
  readonly #maxGroups: number;
  readonly #reportsFuture: boolean;
  readonly #partitions: HubPartition[] = [];
  #now = START;
  #generation = 0;
  #plan: readonly PlannedHead[] | undefined;
  #batch: Batch | undefined;
  #refresh = 0;

  constructor({
    maxGroups,
    reportsFuture,
    partitions,
  }: {
    maxGroups: number;
    reportsFuture: boolean;
    partitions: number;
  }) {
    this.#maxGroups = maxGroups;
    this.#reportsFuture = reportsFuture;
    this.recreate(partitions);
  }

  get now(): number {
    return this.#now;
  }

  wait(minutes: number): void {
    this.#now += minutes * MINUTE;
  }

  /** Begins a new hub generation. Events of the old one that were not aggregated never will be. */
  recreate(partitions: number): void {
    this.#generation += 1;
    for (let partition = 0; partition < partitions; partition += 1)
      this.#partitions.push(
        new HubPartition(`2026112${this.#generation}T000000000Z`, partition, this.#maxGroups),
      );
  }

  publish(at: number, event: Omit<WindowedEvent, 'enqueuedTime'>): void {
    const partition = this.#current(at);
    const sequenceNumber = partition.log.length;
    this.#now += 1000;
    partition.log.push({ sequenceNumber, event: { ...event, enqueuedTime: this.#now } });
  }

  /** Publishes an event of the partition again, as a producer without a reply does. */
  repeat(at: number, which: number): void {
    const { log } = this.#current(at);
    const again = log[which % Math.max(1, log.length)];
    if (again !== undefined) this.publish(at, again.event);
  }

  land(at: number, share: number): void {
    const partition = this.#current(at);
    partition.landed += Math.ceil((partition.log.length - 1 - partition.landed) * share);
  }

  aggregate(at: number, share: number): void {
    const { live, log } = this.#current(at);
    const to = live.lastSequenceNumber + Math.ceil((log.length - 1 - live.lastSequenceNumber) * share);
    for (const { sequenceNumber, event } of log)
      if (sequenceNumber > live.lastSequenceNumber && sequenceNumber <= to)
        live.aggregate(sequenceNumber, event, this.#now);
  }

  /** Retention deletes some events before they are aggregated; events that came before their time stay. */
  lose(at: number, count: number): void {
    const { live, log } = this.#current(at);
    let next = live.lastSequenceNumber + 1;
    for (let lost = 0; lost < count; lost += 1) {
      const event = log[next]?.event;
      if (event === undefined || event.time > event.enqueuedTime) break;
      next += 1;
    }
    const first = log[next];
    if (first !== undefined) live.aggregate(next, first.event, this.#now);
  }

  sweep(): void {
    for (const { live } of this.#partitions) live.sweep();
  }

  /** A refresh reads the heads. Its table is written later, or never. */
  plan(): void {
    this.#plan = this.#partitions
      .filter(({ landed }) => landed >= 0)
      .map(({ hubGeneration, partition, landed, log }) => ({
        hubGeneration,
        partition,
        lastSequenceNumber: landed,
        lastEnqueuedTime: new Date(log[landed]?.event.enqueuedTime ?? 0).toISOString(),
      }));
  }

  /** The refresh of the newest plan has written the batch view. */
  commit(): void {
    if (this.#plan === undefined) return;
    const heads = this.#plan;
    this.#batch = { refresh: (this.#refresh += 1), heads, rows: this.#recompute(heads) };
  }

  ask(query: ServeQuery): Answer {
    const windows = this.#partitions
      .filter(({ live }) => live.lastSequenceNumber >= 0)
      .map(({ live }) => live.read(query.from, query.to, this.#reportsFuture));
    const open = createAnswer({ view: VIEW, query, batch: this.#batch, windows });
    const { batchRange: range } = open;
    for (const { keys, ...row } of this.#batch?.rows ?? []) {
      if (range === undefined || row.minute < range.from || row.minute >= range.to) continue;
      if (Object.entries(query.filters).some(([key, value]) => keys[key] !== value)) continue;
      if (!open.addBatch({ ...row, keys: query.keys.map((key) => keys[key] ?? '') }))
        throw new Error('too many rows');
    }
    const answer = open.finish();
    if (answer === undefined) throw new Error('too many rows');
    return answer;
  }

  /** The events up to `asOf`, summed by minute. */
  recomputeTo(asOf: Answer['asOf']): MinuteGroup[] {
    return this.#recompute(
      asOf.map(({ sequenceNumber, ...place }) => ({ ...place, lastSequenceNumber: sequenceNumber })),
    );
  }

  #recompute(
    heads: readonly Pick<PlannedHead, 'hubGeneration' | 'partition' | 'lastSequenceNumber'>[],
  ): MinuteGroup[] {
    const minutes = new Map<number, WindowedEvent[]>();
    for (const { hubGeneration, partition, lastSequenceNumber } of heads) {
      const found = this.#partitions.find(
        (one) => one.hubGeneration === hubGeneration && one.partition === partition,
      );
      for (const event of found?.upTo(lastSequenceNumber) ?? [])
        minutes.set(toMinute(event.time), [...(minutes.get(toMinute(event.time)) ?? []), event]);
    }
    return [...minutes].flatMap(([minute, events]) =>
      recomputeGroups(WINDOWS, events).map(({ keys, events: count, values }) => ({
        minute,
        keys: { site: keys[0] ?? '', state: keys[1] ?? '' },
        events: count,
        values,
      })),
    );
  }

  #current(at: number): HubPartition {
    const generation = this.#partitions.at(-1)?.hubGeneration;
    const current = this.#partitions.filter(({ hubGeneration }) => hubGeneration === generation);
    const partition = current[at % current.length];
    if (partition === undefined) throw new Error('the hub has no partition');
    return partition;
  }
}

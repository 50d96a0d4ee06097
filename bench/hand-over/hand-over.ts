import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { createRegistry } from '../../src/lib/contracts/registry';
import { createEventValidator } from '../../src/lib/contracts/validate';
import { SearchTurns } from '../../src/lib/event-log/poison-guard';
import { type ReceivedEvent } from '../../src/lib/event-log/received-event';
import { BronzeWriter } from '../../src/lib/landing/bronze-writer';
import { type SlotEvents } from '../../src/lib/landing/slot-events';
import { createAggregation } from '../../src/lib/live/create-aggregation';
import { createBronzeSlots } from '../../src/lib/live/create-bronze-slots';
import { LiveTable } from '../../src/lib/live/store/live-table';
import { viewsOf } from '../../src/lib/live/windows/view';
import { systemClock } from '../../src/lib/platform/clock';
import { MemoryHubLog } from '../../test/testing/fakes/memory-hub-log';
import { MemoryLake } from '../../test/testing/fakes/memory-lake';
import { MemoryLandingState } from '../../test/testing/fakes/memory-landing-state';
import { findFreePort, startAzuriteTables } from '../../test/testing/fakes/start-azurite-tables';
import { makeWorkloads } from '../landing/batches';
import { type Spread, toSpread } from '../shared/statistics';
import { grouped, toTable } from '../shared/table';

const PARTITIONS = [0, 1, 2, 3];
const SIDES = ['table up', 'table refuses', 'table hangs', 'no windows'] as const;
type SideName = (typeof SIDES)[number];

export interface HandOverFigures {
  readonly side: SideName;
  readonly eventsPerSecond: Spread;
  /** As a share of the events a second with the table up in the same round. */
  readonly ratio: Spread;
  /** CPU seconds of the process a million events. */
  readonly cpuSeconds: Spread;
}

/** Lands a batch and hands it over. */
type Land = (partition: number, events: readonly ReceivedEvent[]) => Promise<void>;

/**
 * What a table of live windows that is down costs landing. Slots are in memory, and each side lands the same batches in
 * four partitions at a time. Sides take turns within each round. The first round is not counted: in it a table that hangs
 * costs each partition three seconds, once.
 */
export async function benchHandOver({
  quick,
  print,
}: {
  readonly quick: boolean;
  readonly print: (line: string) => void;
}): Promise<readonly HandOverFigures[]> {
  const azurite = await startAzuriteTables();
  const hanging = createServer().listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const tables: Readonly<Record<SideName, string | undefined>> = {
    'table up': azurite.connectionString,
    'table refuses': toConnection(azurite.connectionString, await findFreePort()),
    'table hangs': toConnection(azurite.connectionString, (hanging.address() as AddressInfo).port),
    'no windows': undefined,
  };
  const bodies = (makeWorkloads(10)[0]?.batches ?? []).flatMap(({ events }) => events);
  const sides = SIDES.map((side) => ({ side, land: createLand(tables[side]), next: 0 }));
  const seconds = new Map<SideName, number[]>(SIDES.map((side) => [side, []]));
  const cpu = new Map<SideName, number[]>(SIDES.map((side) => [side, []]));
  let events = 0;
  try {
    for (let round = 0; round <= (quick ? 5 : 15); round++) {
      for (const one of sides) {
        const before = process.cpuUsage();
        const startedAt = process.hrtime.bigint();
        events = await landRound(one.land, bodies, one.next);
        one.next += bodies.length;
        if (round === 0) continue;
        seconds.get(one.side)?.push(Number(process.hrtime.bigint() - startedAt) / 1e9);
        const { user, system } = process.cpuUsage(before);
        cpu.get(one.side)?.push((user + system) / events);
      }
    }
  } finally {
    await azurite.close();
    hanging.close();
  }
  const up = seconds.get('table up') ?? [];
  const figures = SIDES.map((side): HandOverFigures => {
    const own = seconds.get(side) ?? [];
    return {
      side,
      eventsPerSecond: toSpread(own.map((taken) => events / taken)),
      ratio: toSpread(own.map((taken, index) => (up[index] ?? NaN) / taken)),
      cpuSeconds: toSpread(cpu.get(side) ?? []),
    };
  });
  print('landing while the table of live windows is down');
  const rows = figures.map(({ side, eventsPerSecond, ratio, cpuSeconds }) => [
    side,
    grouped(eventsPerSecond.median),
    ratio.median.toFixed(2),
    cpuSeconds.median.toFixed(1),
  ]);
  for (const line of toTable(['', 'events/s', 'ratio to table up', 'CPU s per million events'], rows))
    print(line);
  return figures;
}

async function landRound(land: Land, bodies: readonly ReceivedEvent[], next: number): Promise<number> {
  const size = 1000;
  await Promise.all(
    PARTITIONS.map(async (partition) => {
      for (let from = 0; from < bodies.length; from += size) {
        const batch = bodies.slice(from, from + size).map((event, index) => ({
          ...event,
          sequenceNumber: (next + from + index) as ReceivedEvent['sequenceNumber'],
          enqueuedTime: Date.now(),
        }));
        await land(partition, batch);
      }
    }),
  );
  return PARTITIONS.length * bodies.length;
}

/** @param connectionString of the table; undefined without live windows */
function createLand(connectionString: string | undefined): Land {
  const registry = createRegistry();
  const lake = new MemoryLake();
  const wait = (milliseconds: number): Promise<void> => pause(milliseconds);
  const writer = new BronzeWriter({
    source: 'iot',
    store: lake,
    state: new MemoryLandingState(),
    hub: new MemoryHubLog(),
    validate: createEventValidator({ registry, source: 'iot' }),
    clock: systemClock,
    pause: wait,
  });
  const log = { debug: () => undefined, error: () => undefined };
  if (connectionString === undefined)
    return async (partition, events) => {
      await writer.land(partition, events);
    };
  const views = viewsOf(registry);
  const connection = { kind: 'connectionString', connectionString } as const;
  const store = new LiveTable({ connection, table: 'live', views, pause: wait });
  const { handOver } = createAggregation({
    // The events are of one day.
    live: { retentionHours: 168, maxGroups: 2000 },
    views,
    store,
    viewStarts: store,
    slots: createBronzeSlots(lake, (type, version) => registry.find(type, version)),
    listHeads: () => Promise.resolve([]),
    attempts: new MemoryLandingState(),
    poisonAttempts: 3,
    sweepAfterSeconds: 60,
    searchTurns: new SearchTurns(),
    tracksChanges: false,
    clock: systemClock,
    pause: wait,
  });
  return async (partition, events) => {
    const slots: SlotEvents[] = [];
    const { bronze } = await writer.land(partition, events, { onLanded: (slot) => slots.push(slot) });
    if (bronze !== undefined) await handOver.take({ ...bronze, slots }, events, log);
  };
}

function toConnection(connectionString: string, port: number): string {
  return connectionString.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`);
}

import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { SearchTurns } from '../../../src/lib/event-log/poison-guard';
import { setTimeout } from 'node:timers/promises';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { AttemptTable } from '../../../src/lib/event-log/attempt-table';
import { createAggregation } from '../../../src/lib/live/create-aggregation';
import { createDelivery } from '../../../src/lib/live/deliver/create-delivery';
import { createLiveReadings } from '../../../src/lib/live/live-readings';
import { LiveTable } from '../../../src/lib/live/store/live-table';
import { viewsOf } from '../../../src/lib/live/windows/view';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type WindowRow } from '../../../src/lib/live/ports';
import { HUB_CREATED_ON, HUB_GENERATION, receivedEvent } from '../../testing/fixtures/events';
import { type AzuriteTables, startAzuriteTables } from '../../testing/fakes/start-azurite-tables';
import { telemetry, telemetryEvent } from '../../testing/fixtures/telemetry';
import { MemoryBronze } from '../../unit/live/windows/memory-bronze';

const AT = Date.parse('2026-11-21T08:15:30Z');

let azurite: AzuriteTables;

beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

/** The live path of one process of the app over Bronze, and the rows that its sinks receive. */
function openApp(bronze: MemoryBronze, sinkNames: readonly string[] = ['first'], table = 'live') {
  const rows: WindowRow[] = [];
  const registry = createRegistry();
  const views = viewsOf(registry);
  const clock = { now: () => new Date(AT) };
  const connection = { kind: 'connectionString', connectionString: azurite.connectionString } as const;
  const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds);
  const store = new LiveTable({ connection, table, views, pause });
  const aggregation = createAggregation({
    live: { retentionHours: 48, maxGroups: 2000 },
    views,
    store,
    viewStarts: store,
    slots: bronze,
    listHeads: () => Promise.resolve([]),
    attempts: new AttemptTable(connection, table),
    poisonAttempts: 3,
    sweepAfterSeconds: 60,
    searchTurns: new SearchTurns(),
    tracksChanges: true,
    clock,
    pause,
  });
  const delivery = createDelivery({
    views,
    store,
    sinks: sinkNames.map((name) => ({
      name,
      write: (given) => {
        rows.push(...given);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    })),
    retentionHours: 48,
    pauseMilliseconds: 250,
    owner: 'test',
    clock,
  });
  const live = { ...aggregation, ...delivery, ...createLiveReadings(store, sinkNames), windows: store };
  const aggregate = async (partition: number, events: readonly ReceivedEvent[]): Promise<void> => {
    await aggregation.handOver.take(bronze.land(partition, events), events, silent);
  };
  return { live, rows, viewStarts: store, aggregate };
}

const silent = { debug: () => undefined, error: () => undefined };

const openBronze = (): MemoryBronze =>
  new MemoryBronze(createEventValidator({ registry: createRegistry(), source: 'iot' }));

const event = (sequenceNumber: number, body: unknown) =>
  receivedEvent(sequenceNumber, {
    enqueuedTime: HUB_CREATED_ON.getTime() + sequenceNumber,
    body: Buffer.from(JSON.stringify(body)),
  });

describe('the live path', () => {
  it('knows since when a view exists, and when its first event came, also in the next process', async () => {
    const bronze = openBronze();
    const { live, viewStarts } = openApp(bronze, ['first'], 'views');
    await live.noteViewStarts();
    const started = await viewStarts.listStarts();
    expect(started.get('iot_telemetry')).toEqual({ since: AT });
    expect(started.size).toBe(viewsOf(createRegistry()).length);
    const next = openApp(bronze, ['first'], 'views');
    await next.aggregate(3, [
      event(0, telemetryEvent('r1', { data: { ...telemetry('r1'), site: 'nowhere' } })),
    ]);
    // An event that breaks the contract is in no window.
    expect(await viewStarts.listStarts()).toEqual(started);
    await next.aggregate(3, [event(1, telemetryEvent('r2'))]);
    const starts = await viewStarts.listStarts();
    expect(starts.get('iot_telemetry')).toEqual({ since: AT, firstEventAt: AT });
    expect(starts.get('customers_profile')).toEqual({ since: AT });
    await Promise.all([live.close(), next.live.close()]);
  });

  it('validates, aggregates, serves and delivers events, and continues in the next process', async () => {
    const bronze = openBronze();
    const { live, rows, aggregate } = openApp(bronze);
    await live.check();
    expect(await live.readSinks()).toMatchObject([{ name: 'first', state: 'idle' }]);
    await aggregate(3, [
      event(0, telemetryEvent('r1')),
      event(1, telemetryEvent('r2', { data: { ...telemetry('r2'), site: 'nowhere' } })),
      event(2, telemetryEvent('r3')),
      event(3, telemetryEvent('r1')),
    ]);

    const next = openApp(bronze, ['first', 'second']);
    await next.aggregate(3, [
      event(3, telemetryEvent('r1')),
      event(4, telemetryEvent('r3')),
      event(5, telemetryEvent('r4')),
    ]);
    const minute = Date.parse('2026-11-21T08:15:00Z');
    const query = { source: 'iot', view: 'iot_telemetry', from: minute, to: minute + 60_000 } as const;
    const [windows] = await live.windows.readWindows(query);
    expect(windows).toMatchObject({
      hubGeneration: HUB_GENERATION,
      partition: 3,
      lastSequenceNumber: 5,
      minutes: [{ minute, lastSequenceNumber: 5, overflowed: false, windows: [{ start: AT }] }],
    });
    expect(await live.readPositions('iot')).toMatchObject([
      { partition: { source: 'iot', partition: 3 }, position: { lastSequenceNumber: 5 } },
    ]);

    expect(await next.live.deliverer.deliver()).toMatchObject([
      { sink: 'first', outcome: 'taken', rows: 1 },
      { sink: 'second', outcome: 'taken', rows: 1 },
    ]);
    expect(next.rows[0]).toMatchObject({
      view: 'iot_telemetry',
      windowStart: '2026-11-21T08:15:30.000Z',
      events: 3,
      values: { temperature_celsius_average: 21.5 },
    });
    // Another process than the one that delivers may read the status.
    expect(await live.readSinks()).toMatchObject([{ name: 'first', state: 'up' }]);
    expect(rows).toEqual([]);
    await live.sweeper.sweepWhenDue();
    await Promise.all([live.close(), next.live.close()]);
  });
});

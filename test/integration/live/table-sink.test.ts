import { TableClient } from '@azure/data-tables';
import { TableSink } from '../../../src/lib/live/sinks/table/table-sink';
import { type WindowRow } from '../../../src/lib/live/ports';
import { type AzuriteTables, startAzuriteTables } from '../../testing/fakes/start-azurite-tables';

let azurite: AzuriteTables;
let table: string;
let tables = 0;

beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());
beforeEach(() => {
  table = `windows${tables++}`;
});

const openSink = (): TableSink =>
  new TableSink({ kind: 'connectionString', connectionString: azurite.connectionString }, table);

const row = (events: number, more: Partial<WindowRow> = {}): WindowRow => ({
  view: 'iot_telemetry',
  windowStart: '2026-11-21T08:15:30.000Z',
  windowEnd: '2026-11-21T08:15:40.000Z',
  keys: { site_code: 'HAM', status: 'ok' },
  events,
  values: { readings: events, power: null, power_average: 1.5 },
  ...more,
});

async function readRows(): Promise<Record<string, unknown>[]> {
  const client = TableClient.fromConnectionString(azurite.connectionString, table, {
    allowInsecureConnection: true,
  });
  const rows: Record<string, unknown>[] = [];
  for await (const found of client.listEntities()) rows.push(found);
  return rows;
}

const eventsOf = async (): Promise<unknown[]> => (await readRows()).map(({ events }) => events);

describe('TableSink', () => {
  it('writes one row per window and group, with the column names of the batch view', async () => {
    await openSink().write([row(3), row(2, { view: 'ecommerce_order', keys: {} })]);
    expect(await readRows()).toMatchObject([
      { partitionKey: 'ecommerce_order', rowKey: '2026-11-21T08:15:30Z|' },
      {
        partitionKey: 'iot_telemetry',
        rowKey: '2026-11-21T08:15:30Z|HAM|ok',
        window_start: new Date('2026-11-21T08:15:30Z'),
        window_end: new Date('2026-11-21T08:15:40Z'),
        site_code: 'HAM',
        status: 'ok',
        events: 3,
        readings: 3,
        power_average: 1.5,
      },
    ]);
    expect((await readRows())[1]).not.toHaveProperty('power');
  });

  it('replaces a row by one with more events and never by one with fewer, when two sinks write', async () => {
    const [one, two] = [openSink(), openSink()];
    await one.write([row(3)]);
    await two.write([row(2)]);
    expect(await eventsOf()).toEqual([3]);
    await two.write([row(5), row(4)]);
    await one.write([row(4)]);
    expect(await eventsOf()).toEqual([5]);
    await one.write([row(6)]);
    await two.write([row(6)]);
    expect(await eventsOf()).toEqual([6]);
  });

  it('writes more rows than a transaction holds, when some of them exist', async () => {
    const rows = Array.from({ length: 250 }, (_, index) =>
      row(2, { keys: { site_code: `S${index}`, status: 'ok' } }),
    );
    await openSink().write(rows.slice(90, 110).map((one) => ({ ...one, events: 9 })));
    const sink = openSink();
    await sink.write(rows);
    const events = await eventsOf();
    expect(events.filter((count) => count === 9)).toHaveLength(20);
    expect(events.filter((count) => count === 2)).toHaveLength(230);
    await sink.write(rows.map((one) => ({ ...one, events: 10 })));
    expect(new Set(await eventsOf())).toEqual(new Set([10]));
  });

  it('keeps the row with the most events when several sinks write together', async () => {
    const sinks = Array.from({ length: 4 }, openSink);
    for (let round = 0; round < 3; round++) {
      await Promise.all(sinks.map((sink, index) => sink.write([row(round * 4 + ((index + round) % 4) + 1)])));
    }
    expect(await eventsOf()).toEqual([12]);
  });

  it('keeps keys with special characters apart', async () => {
    const keys = [
      'a/b',
      'a\\b',
      'a#b',
      'a?b',
      "a'b",
      'a~b',
      'a|b',
      'a\u0000b',
      'ä',
      '\ud800',
      '',
      ' ',
      'x'.repeat(900),
      'x'.repeat(901),
    ];
    const rows = keys.map((key) => row(1, { keys: { site_code: key } }));
    await openSink().write(rows);
    await openSink().write(rows.map((one) => ({ ...one, events: 2 })));
    expect(await eventsOf()).toEqual(keys.map(() => 2));
  });
});

import { LiveTable } from '../../../src/lib/live/store/live-table';
import { type AzuriteTables, startAzuriteTables } from '../../testing/fakes/start-azurite-tables';
import { ManualClock } from '../../testing/fakes/manual-clock';
import {
  LIVE_PARTITION,
  liveEvent,
  MINUTE,
  openAggregator,
  type Reading,
  validateReading,
  VIEW,
} from '../../unit/live/windows/live-scene';
import { MemoryBronze } from '../../unit/live/windows/memory-bronze';
import { recompute, toPlain } from '../../unit/live/windows/recompute';

let azurite: AzuriteTables;

beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

const log = Array.from({ length: 30 }, (_, index): Reading => ({
  id: String(index),
  at: index * 900,
  site: 'HAM',
  status: 'ok',
  power: index,
}));
const events = (from: number, to: number) =>
  log.slice(from, to + 1).map((reading, index) => liveEvent(from + index, reading));

it('begins again from Bronze after a rebuild, also in a process that still had the state before', async () => {
  const clock = new ManualClock();
  const bronze = new MemoryBronze(validateReading);
  const openTable = (): LiveTable =>
    new LiveTable({
      connection: { kind: 'connectionString', connectionString: azurite.connectionString },
      table: 'rebuilt',
      views: [VIEW],
      pause: () => Promise.resolve(),
      clock,
    });
  const read = async () => {
    const query = { source: 'iot', view: VIEW.name, from: MINUTE, to: MINUTE + 3_600_000 } as const;
    return (await openTable().readWindows(query))[0];
  };
  const app = openAggregator({ store: openTable(), bronze });
  await app.aggregate(0, events(0, 9));
  await app.aggregate(0, events(10, 19));
  const before = await openTable().readPosition(LIVE_PARTITION);

  expect(await openTable().generation.raise()).toBe(1);
  expect(await openTable().listPartitions('iot')).toEqual([]);
  expect(await read()).toBeUndefined();

  // The process learns it after a while. Until then it writes rows that nobody reads.
  await app.aggregate(0, events(20, 24));
  expect(await read()).toBeUndefined();
  clock.advance(15);
  expect(await app.aggregate(0, events(25, 29))).toMatchObject({ aggregated: 30 });
  const windows = await read();
  expect(windows).toMatchObject({ lastSequenceNumber: 29 });
  expect(toPlain(windows ?? { minutes: [] })).toEqual(recompute(log, 29));
  // Sinks that have the versions of before must get these windows, too.
  const after = await openTable().readPosition(LIVE_PARTITION);
  expect(after?.position.version).toBeGreaterThan(before?.position.version ?? Infinity);
});

import { LiveTable } from '../../../src/lib/live/store/live-table';
import { readConsistently } from '../../../src/lib/live/windows/read-consistently';
import { isSluiceError } from '../../../src/lib/platform/errors';
import { type AzuriteTables, startAzuriteTables } from '../../testing/fakes/start-azurite-tables';
import {
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

const openTable = (): LiveTable =>
  new LiveTable({
    connection: { kind: 'connectionString', connectionString: azurite.connectionString },
    table: 'aggregation',
    views: [VIEW],
    pause: () => new Promise(setImmediate),
  });

/** A log in which every seventh event is a duplicate, every fifth is late, and every eleventh is invalid. */
function createLog(length: number): (Reading | undefined)[] {
  return Array.from({ length }, (_, index) => {
    if (index % 11 === 10) return undefined;
    const original = index % 7 === 6 ? index - 3 : index;
    return {
      id: String(original),
      at: original * 200 - (original % 5 === 4 ? 300_000 : 0),
      site: ['HAM', 'MUC', null][original % 3] ?? null,
      status: original % 4 === 0 ? 'fault' : 'ok',
      power: original / 8,
    };
  });
}

describe('WindowAggregator over Azurite', () => {
  it('counts each event once while two processes aggregate one partition, and readers see consistent states', async () => {
    const log = createLog(900);
    const events = log.map((one, index) => liveEvent(index, one));
    const store = openTable();
    const bronze = new MemoryBronze(validateReading);
    let isAggregating = true;

    const seen: number[] = [];
    let readings = 0;
    const aggregate = async (size: number, rewind: number, rests: boolean): Promise<void> => {
      const aggregator = openAggregator({ store: openTable(), bronze, writeAttempts: 50 });
      for (let next = 0; next < events.length; next += size) {
        await aggregator.aggregate(0, events.slice(Math.max(0, next - rewind), next + size));
        // Without these rests, no read would finish before the last write.
        const before = readings;
        while (rests && isAggregating && readings < before + 2) await new Promise(setImmediate);
      }
    };
    const read = async (): Promise<void> => {
      while (isAggregating) {
        await expectWindows(store, log, (lastSequenceNumber) => seen.push(lastSequenceNumber));
        readings += 1;
      }
    };
    const reading = read().finally(() => (isAggregating = false));
    // It is awaited below. Until then a failure only ends the rests.
    reading.catch(() => undefined);
    // Each batch of the second process begins with events that the first has aggregated.
    await Promise.all([aggregate(90, 7, true), aggregate(150, 90, true)]).finally(
      () => (isAggregating = false),
    );
    await reading;
    await expectWindows(store, log, (lastSequenceNumber) => seen.push(lastSequenceNumber));
    expect(seen.at(-1)).toBe(899);
    expect(new Set(seen).size).toBeGreaterThan(3);
  });
});

async function expectWindows(
  store: LiveTable,
  log: readonly (Reading | undefined)[],
  done: (lastSequenceNumber: number) => void,
): Promise<void> {
  try {
    const [windows] = await readConsistently({
      store,
      view: VIEW,
      from: MINUTE - 3_600_000,
      to: MINUTE + 3_600_000,
      attempts: 50,
      pause: () => new Promise(setImmediate),
    });
    if (windows === undefined) return;
    expect(toPlain(windows)).toEqual(recompute(log, windows.lastSequenceNumber));
    done(windows.lastSequenceNumber);
  } catch (error) {
    // Writers disturbed this read; the next one may succeed.
    if (!isSluiceError(error) || error.code !== 'live_conflict') throw error;
  }
}

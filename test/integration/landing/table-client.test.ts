import { LandingTable } from '../../../src/lib/landing/store/landing-table';
import { WaitingTable } from '../../../src/lib/landing/store/waiting-table';
import { toSlot } from '../../../src/lib/event-log/positions';
import { PARTITION } from '../../testing/fixtures/events';
import { liveConnection } from '../../testing/fixtures/live-connection';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import {
  type AzuriteTables,
  findFreePort,
  startAzuriteTables,
} from '../../testing/fakes/start-azurite-tables';
import { describeLandingState } from './landing-state.suite';

describeLandingState('in memory', () =>
  Promise.resolve({ state: new MemoryLandingState(), close: () => Promise.resolve() }),
);

let azurite: AzuriteTables;

beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

const openTable = (name: string): LandingTable =>
  new LandingTable({ kind: 'connectionString', connectionString: azurite.connectionString }, name);

describeLandingState('LandingTable over Azurite', () =>
  Promise.resolve({ state: openTable('landing'), close: () => Promise.resolve() }),
);

const live = liveConnection('SLUICE_LIVE_TABLES');
if (live !== undefined) {
  describeLandingState('LandingTable over Azure', () =>
    Promise.resolve({
      state: new LandingTable(live, process.env['SLUICE_LIVE_TABLES_NAME'] ?? 'sluicetest'),
      close: () => Promise.resolve(),
    }),
  );
}

describe('LandingTable', () => {
  it('creates its table when several first callers arrive together', async () => {
    const tables = Array.from({ length: 4 }, () => openTable('firstcallers'));
    const read = await Promise.all(tables.map((table) => table.readHint(PARTITION)));
    expect(read).toEqual([undefined, undefined, undefined, undefined]);
    await expect(openTable('firstcallers').check()).resolves.toBeUndefined();
  });

  it('throws `table_unavailable` with the name of the table when nothing listens', async () => {
    const port = await findFreePort();
    const table = new LandingTable(
      {
        kind: 'connectionString',
        connectionString:
          'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;' +
          `TableEndpoint=http://127.0.0.1:${port}/a;`,
      },
      'landing',
    );
    const failures = await Promise.allSettled([table.check(), table.readHint(PARTITION)]);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        reason: {
          code: 'table_unavailable',
          kind: 'transient',
          message: expect.stringContaining("'landing'") as string,
          cause: { code: 'ECONNREFUSED' },
        },
      });
    }
  });
});

describe('WaitingTable', () => {
  const connect = (): WaitingTable =>
    new WaitingTable({ kind: 'connectionString', connectionString: azurite.connectionString }, 'waiting');
  // Both need more than 32 bits.
  const waiting = { sequenceNumber: 2 ** 40 + 1, since: Date.parse('2026-11-21T08:00:00.123Z') };

  it('keeps one row per partition in the table of landing, and clears it', async () => {
    const [table, hints] = [connect(), openTable('waiting')];
    await hints.advanceHeadHint(PARTITION, toSlot(7));
    const other = { ...PARTITION, partition: 4 };
    await table.write({ ...PARTITION, waiting: { ...waiting, sequenceNumber: 1 } });
    await table.write({ ...PARTITION, waiting });
    await table.write({ ...other, waiting });
    expect(await connect().list()).toEqual([
      { ...PARTITION, waiting },
      { ...other, waiting },
    ]);
    await table.clear(PARTITION);
    await table.clear(PARTITION);
    expect(await table.list()).toEqual([{ ...other, waiting }]);
    expect(await hints.readHint(PARTITION)).toBe(7);
  });
});

import { LiveTable } from '../../../src/lib/live/store/live-table';
import { liveConnection } from '../../testing/fixtures/live-connection';
import { MemoryLiveState } from '../../testing/fakes/memory-live-state';
import { type AzuriteTables, startAzuriteTables } from '../../testing/fakes/start-azurite-tables';
import { VIEW } from '../../unit/live/windows/live-scene';
import { describeLiveState } from './live-state.suite';

describeLiveState('in memory', () =>
  Promise.resolve({ store: new MemoryLiveState([VIEW]), close: () => Promise.resolve() }),
);

let azurite: AzuriteTables;

beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

const pause = () => Promise.resolve();
const openTable = (table: string): LiveTable =>
  new LiveTable({
    connection: { kind: 'connectionString', connectionString: azurite.connectionString },
    table,
    views: [VIEW],
    pause,
  });

describeLiveState('LiveTable over Azurite', () =>
  Promise.resolve({ store: openTable('live'), close: () => Promise.resolve() }),
);

const live = liveConnection('SLUICE_LIVE_TABLES');
if (live !== undefined) {
  describeLiveState('LiveTable over Azure', () =>
    Promise.resolve({
      store: new LiveTable({
        connection: live,
        table: process.env['SLUICE_LIVE_TABLES_NAME'] ?? 'sluicetest',
        views: [VIEW],
        pause,
      }),
      close: () => Promise.resolve(),
    }),
  );
}

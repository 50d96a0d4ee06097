import { randomBytes } from 'node:crypto';
import { RefreshTable } from '../../../src/lib/refresh/store/refresh-table';
import { liveConnection } from '../../testing/fixtures/live-connection';
import { MemoryRefreshStore } from '../../testing/fakes/memory-refresh-store';
import {
  type AzuriteTables,
  findFreePort,
  startAzuriteTables,
} from '../../testing/fakes/start-azurite-tables';
import { describeRefreshStore } from './refresh-store.suite';

const nothing = (): Promise<void> => Promise.resolve();
const newName = (): string => `refresh${randomBytes(6).toString('hex')}`;

describeRefreshStore('in memory', () => Promise.resolve({ store: new MemoryRefreshStore(), close: nothing }));

let azurite: AzuriteTables;
beforeAll(async () => {
  azurite = await startAzuriteTables();
});
afterAll(() => azurite.close());

describeRefreshStore('RefreshTable over Azurite', () => {
  const { connectionString } = azurite;
  const store = new RefreshTable({ kind: 'connectionString', connectionString }, newName());
  return Promise.resolve({ store, close: nothing });
});

const live = liveConnection('SLUICE_LIVE_TABLES');
if (live !== undefined) {
  describeRefreshStore('RefreshTable over Azure', () =>
    Promise.resolve({ store: new RefreshTable(live, newName()), close: nothing }),
  );
}

it('throws `table_unavailable` when nothing listens', async () => {
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:${await findFreePort()}/a;`;
  const table = new RefreshTable({ kind: 'connectionString', connectionString }, 'refresh');
  await expect(table.check()).rejects.toMatchObject({ code: 'table_unavailable', kind: 'transient' });
});

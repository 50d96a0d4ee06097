import { BlobServiceClient } from '@azure/storage-blob';
import { DefaultAzureCredential } from '@azure/identity';
import { LakeClient } from '../../../src/lib/landing/store/lake-client';
import { type Connection } from '../../../src/lib/platform/azure/connections';
import { startLake } from '../../../local/lake';
import { partitionPath } from '../../../src/lib/event-log/positions';
import { HUB_GENERATION, PARTITION } from '../../testing/fixtures/events';
import { liveConnection } from '../../testing/fixtures/live-connection';
import { MemoryLake } from '../../testing/fakes/memory-lake';
import { findFreePort } from '../../testing/fakes/start-azurite-tables';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { describeSlotStore, type SlotStoreHarness } from './slot-store.suite';

/** The client of the app, and Microsoft's client that writes objects the app never writes. */
function harnessOver(
  connection: Connection,
  container: string,
  close: () => Promise<void>,
): SlotStoreHarness {
  const service =
    connection.kind === 'connectionString'
      ? BlobServiceClient.fromConnectionString(connection.connectionString)
      : new BlobServiceClient(connection.endpoint, new DefaultAzureCredential());
  return {
    store: new LakeClient(connection, container),
    putForeign: async (path) => {
      await service.getContainerClient(container).getBlockBlobClient(path).upload('x', 1);
    },
    close,
  };
}

async function openLocalLake() {
  const directory = await temporaryDirectory();
  const lake = await startLake({ dataDirectory: directory.path, filesystems: ['bronze'], fsync: false });
  const connection: Connection = { kind: 'connectionString', connectionString: lake.connectionString };
  const close = async (): Promise<void> => {
    await lake.close();
    await directory.remove();
  };
  return { connection, close };
}

describeSlotStore('in memory', () => {
  const store = new MemoryLake();
  return Promise.resolve({
    store,
    putForeign: (path) => {
      store.put(path, Buffer.from('x'), {});
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  });
});

describeSlotStore('LakeClient over the local lake', async () => {
  const { connection, close } = await openLocalLake();
  return harnessOver(connection, 'bronze', close);
});

const live = liveConnection('SLUICE_LIVE_LAKE');
if (live !== undefined) {
  describeSlotStore('LakeClient over Azure', () =>
    Promise.resolve(
      harnessOver(live, process.env['SLUICE_LIVE_LAKE_CONTAINER'] ?? 'sluice-test', () => Promise.resolve()),
    ),
  );
}

describe('LakeClient over slots of version 0.1', () => {
  it('refuses a partition with slots outside of folders, and names the remedy', async () => {
    const { connection, close } = await openLocalLake();
    try {
      const client = new LakeClient(connection, 'bronze');
      await client.create(`${partitionPath(PARTITION)}/000000000007.ndjson.gz`, Buffer.from('a'), METADATA);
      await expect(client.firstSlot(PARTITION)).rejects.toMatchObject({
        code: 'landing_invariant',
        message: expect.stringContaining('docs/upgrade.md') as string,
      });
    } finally {
      await close();
    }
  });
});

const METADATA = {
  firstSequenceNumber: 0,
  lastSequenceNumber: 0,
  lastEnqueuedTime: '2026-11-21T03:00:00.000Z',
  accepted: 1,
  quarantined: 0,
  sha256: '',
  attempt: 1,
  gaps: [],
  readBy: 'trigger',
} as unknown as Parameters<LakeClient['create']>[2];

describe('LakeClient without a lake', () => {
  const path = `iot/${HUB_GENERATION}/p=03/000000000/000000000000.ndjson.gz`;
  const unavailable = { code: 'lake_unavailable', kind: 'transient' };

  it('returns `uncertain` for a create and throws `lake_unavailable` for reads when nothing listens', async () => {
    const port = await findFreePort();
    const client = new LakeClient(
      {
        kind: 'connectionString',
        connectionString:
          'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;' +
          `BlobEndpoint=http://127.0.0.1:${port}/a;`,
      },
      'bronze',
    );
    const [created, looked, listed, checked] = await Promise.allSettled([
      client.create(path, Buffer.from('a'), METADATA),
      client.readMetadata(path),
      client.firstSlot(PARTITION),
      client.check(),
    ]);
    expect(created).toMatchObject({ value: { outcome: 'uncertain', cause: { code: 'ECONNREFUSED' } } });
    for (const failed of [looked, listed, checked]) {
      expect(failed).toMatchObject({ reason: { ...unavailable, cause: { code: 'ECONNREFUSED' } } });
    }
  });

  it('names the container and creates no slot when the container does not exist', async () => {
    const { connection, close } = await openLocalLake();
    try {
      await expect(new LakeClient(connection, 'bronze').check()).resolves.toBeUndefined();
      const client = new LakeClient(connection, 'missing');
      await expect(client.check()).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringContaining("container 'missing'") as string,
      });
      await expect(client.firstSlot(PARTITION)).rejects.toMatchObject(unavailable);
      expect(await client.create(path, Buffer.from('a'), METADATA)).toMatchObject({ outcome: 'uncertain' });
    } finally {
      await close();
    }
  });
});

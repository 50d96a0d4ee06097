import { BlobServiceClient } from '@azure/storage-blob';
import { TriggerBlobs } from '../../../src/lib/checkpoint/clients/trigger-blobs';
import { startLake } from '../../../local/lake';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const CONTAINER = 'azure-webjobs-eventhub';
const PLACE = { hub: 'Iot', consumerGroup: '$Default', partition: 11 };
const FOLDER = 'space.servicebus.windows.net/iot/$default';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let lake: Awaited<ReturnType<typeof startLake>>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  lake = await startLake({ dataDirectory: directory.path, filesystems: [CONTAINER], fsync: false });
});
afterAll(async () => {
  await lake.close();
  await directory.remove();
});

const open = (): TriggerBlobs =>
  new TriggerBlobs(
    { kind: 'connectionString', connectionString: lake.connectionString },
    { kind: 'identity', endpoint: 'Space.servicebus.windows.net', clientId: undefined },
  );
const blob = (name: string) =>
  BlobServiceClient.fromConnectionString(lake.connectionString)
    .getContainerClient(CONTAINER)
    .getBlockBlobClient(`${FOLDER}/${name}`);
const put = (name: string, metadata: Record<string, string>) => blob(name).upload('', 0, { metadata });

it('returns no checkpoint and no owner for a partition that no host has read', async () => {
  expect(await open().readCheckpoint({ ...PLACE, partition: 1 })).toBeUndefined();
  expect(await open().readOwnership({ ...PLACE, partition: 1 })).toBeUndefined();
});

it.each([
  [
    'of an extension that keeps both',
    { offset: '1:2', sequencenumber: '7' },
    { sequenceNumber: 7, offset: '1:2' },
  ],
  [
    'of an extension that keeps no offset',
    { offset: 'no offset', sequencenumber: '7' },
    { sequenceNumber: 7, offset: undefined },
  ],
  ['beyond 2^32', { offset: '9', sequencenumber: '4294967297' }, { sequenceNumber: 4294967297, offset: '9' }],
  ['without a sequence number', { offset: '9' }, { sequenceNumber: undefined, offset: '9' }],
  [
    'beyond 2^53',
    { offset: '9', sequencenumber: '9007199254740993' },
    { sequenceNumber: undefined, offset: '9' },
  ],
])('reads a checkpoint %s', async (_name, metadata, expected) => {
  await put('checkpoint/11', { ...metadata, clientidentifier: 'host' });
  expect(await open().readCheckpoint(PLACE)).toEqual({ ...expected, etag: expect.any(String) as string });
});

it('moves a checkpoint for the first writer, and refuses the second one with the same ETag', async () => {
  await put('checkpoint/11', { offset: '7', sequencenumber: '7', clientidentifier: 'host' });
  const [one, other] = [open(), open()];
  const [read, stale] = [await one.readCheckpoint(PLACE), await other.readCheckpoint(PLACE)];
  const to = { sequenceNumber: 9, offset: '1:9' };
  expect(await one.moveCheckpoint(PLACE, to, read?.etag)).toBe('moved');
  expect(await other.moveCheckpoint(PLACE, { ...to, sequenceNumber: 8 }, stale?.etag)).toBe(
    'changed meanwhile',
  );
  expect((await blob('checkpoint/11').getProperties()).metadata).toEqual({
    offset: '1:9',
    sequencenumber: '9',
    clientidentifier: 'sluice-checkpoint',
  });
});

it('creates a checkpoint, unless it was created or deleted since the read', async () => {
  const place = { ...PLACE, partition: 12 };
  const to = { sequenceNumber: 9, offset: undefined };
  expect(await open().moveCheckpoint(place, to, undefined)).toBe('moved');
  expect(await open().moveCheckpoint(place, to, undefined)).toBe('changed meanwhile');
  expect((await blob('checkpoint/12').getProperties()).metadata).toMatchObject({ offset: 'no offset' });
  await blob('checkpoint/12').delete();
  expect(await open().moveCheckpoint(place, to, '"gone"')).toBe('changed meanwhile');
});

it('returns the owner of a partition and the age of its claim', async () => {
  await put('ownership/11', { ownerid: 'host-1' });
  const owned = await open().readOwnership(PLACE);
  expect(owned?.owner).toBe('host-1');
  expect(owned?.renewedSecondsAgo).toBeGreaterThanOrEqual(0);
  expect(owned?.renewedSecondsAgo).toBeLessThan(60);
  await blob('ownership/11').setMetadata({});
  expect((await open().readOwnership(PLACE))?.owner).toBe('');
});

it('names the container and the blob when the account refuses the key', async () => {
  const away = new TriggerBlobs(
    {
      kind: 'connectionString',
      connectionString: lake.connectionString.replace(/AccountKey=[^;]+/, 'AccountKey=d3Jvbmc='),
    },
    { kind: 'connectionString', connectionString: 'Endpoint=sb://127.0.0.1:5672/;SharedAccessKeyName=a' },
  );
  await expect(away.readCheckpoint(PLACE)).rejects.toMatchObject({
    code: 'checkpoint_unavailable',
    message: expect.stringMatching(
      /127\.0\.0\.1\/iot\/\$default\/checkpoint\/11.*azure-webjobs-eventhub/,
    ) as string,
  });
});

it('refuses a connection string without an endpoint', () => {
  const storage = { kind: 'connectionString', connectionString: lake.connectionString } as const;
  expect(() => new TriggerBlobs(storage, { kind: 'connectionString', connectionString: 'x=y' })).toThrow(
    'EventHubs: the connection string has no Endpoint',
  );
});

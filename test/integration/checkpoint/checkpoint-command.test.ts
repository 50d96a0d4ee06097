import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient } from '@azure/storage-blob';
import { BronzeWriter } from '../../../src/lib/landing/bronze-writer';
import { createHubInspector, EventHubClient } from '../../../src/lib/event-log/event-hub-client';
import { LakeClient } from '../../../src/lib/landing/store/lake-client';
import { type Connection } from '../../../src/lib/platform/azure/connections';
import { type Source, SOURCES } from '../../../src/lib/contracts/source';
import { type RunningEventHubs, startEventHubs } from '../../../local/event-hubs';
import { type Identity, startIdentity } from '../../../local/identity';
import { startLake } from '../../../local/lake';
import { verifyToken } from '../../../local/kit';
import { validateJson, receivedEvents } from '../../testing/fixtures/events';
import { startFakeResourceManager } from '../../testing/fakes/fake-resource-manager';
import { MemoryLandingState } from '../../testing/fakes/memory-landing-state';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';
import { programArguments } from '../../testing/program';

const COMMAND = 'src/commands/checkpoint.ts';
const APP = '/subscriptions/0/resourceGroups/g/providers/Microsoft.Web/sites/app';
const SETTINGS = { KEPT: 'as it is' };
const FOLDER = '127.0.0.1/iot/bronze';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let identity: Identity;
let hubs: RunningEventHubs;
let lake: Awaited<ReturnType<typeof startLake>>;
let manager: Awaited<ReturnType<typeof startFakeResourceManager>>;

/** A hub of two partitions with ten events in each, all of which are in Bronze. */
beforeAll(async () => {
  directory = await temporaryDirectory();
  identity = await startIdentity({ tokenKey: 'key' });
  lake = await startLake({
    dataDirectory: join(directory.path, 'lake'),
    fsync: false,
    filesystems: ['bronze', 'azure-webjobs-eventhub'],
  });
  const entity = (Name: string) => ({ Name, PartitionCount: 2, ConsumerGroups: [{ Name: 'bronze' }] });
  hubs = await startEventHubs({
    dataDirectory: join(directory.path, 'hubs'),
    configuration: {
      UserConfig: { NamespaceConfig: [{ Type: 'EventHub', Name: 'local', Entities: SOURCES.map(entity) }] },
    },
  });
  const producer = new EventHubProducerClient(hubs.connectionString, 'iot');
  for (const partitionId of ['0', '1'])
    await producer.sendBatch(
      Array.from({ length: 10 }, (_, n) => ({ body: Buffer.from(`{"n":${n}}`) })),
      { partitionId },
    );
  await producer.close();
  await land();
});
afterAll(async () => {
  await Promise.all([hubs.close(), lake.close(), identity.close()]);
  await directory.remove();
});

beforeEach(async () => {
  manager = await startFakeResourceManager(APP, SETTINGS);
});
afterEach(() => manager.close());

async function land(): Promise<void> {
  const connect = (connectionString: string): Connection => ({ kind: 'connectionString', connectionString });
  const client = new EventHubClient(connect(hubs.connectionString), 'iot');
  const clients = Object.fromEntries(SOURCES.map((source) => [source, client])) as Record<
    Source,
    EventHubClient
  >;
  const bronzeWriter = new BronzeWriter({
    source: 'iot',
    store: new LakeClient(connect(lake.connectionString), 'bronze'),
    state: new MemoryLandingState(),
    hub: createHubInspector(clients),
    validate: validateJson,
    clock: { now: () => new Date() },
    pause: () => Promise.resolve(),
  });
  for (const partition of [0, 1]) {
    await bronzeWriter.land(partition, receivedEvents(0, 5));
    await bronzeWriter.land(partition, receivedEvents(6, 9));
  }
  await client.close();
}

const container = () =>
  BlobServiceClient.fromConnectionString(lake.connectionString).getContainerClient('azure-webjobs-eventhub');

/** Writes a blob with metadata, as the Event Hubs extension does. */
const put = (name: string, metadata: Record<string, string>) =>
  container().getBlockBlobClient(`${FOLDER}/${name}`).upload('', 0, { metadata });

const checkpointOf = async (partition: number) =>
  (await container().getBlobClient(`${FOLDER}/checkpoint/${partition}`).getProperties()).metadata;

async function run(
  parameters: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [...programArguments(COMMAND), ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      IDENTITY_ENDPOINT: identity.identityEndpoint,
      IDENTITY_HEADER: identity.identityHeader,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
      EventHubs: hubs.connectionString,
      Lake: lake.connectionString,
      // The settings require it; this command does not use it.
      Tables__tableServiceUri: 'https://none',
      AzureWebJobsStorage: lake.connectionString,
      FUNCTION_APP_RESOURCE_ID: APP,
      RESOURCE_MANAGER_ENDPOINT: manager.endpoint,
      ...settings,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

test('advance moves the checkpoints that are behind Bronze, and restores the settings of the app', async () => {
  await put('checkpoint/0', { offset: '7', sequencenumber: '7', clientidentifier: 'host' });
  await put('checkpoint/1', { offset: '9', sequencenumber: '9', clientidentifier: 'host' });

  const dry = await run(['advance', '--source', 'iot', '--dry-run']);
  expect(dry).toMatchObject({ code: 0, output: expect.stringContaining('Dry run') as string });
  expect(await checkpointOf(0)).toMatchObject({ sequencenumber: '7' });
  expect(manager.requests.map(({ method }) => method)).toEqual(['POST']);

  const { code, output } = await run(['advance', '--source', 'iot']);
  expect(output.trim().split('\n')).toEqual([
    'Partition 0: the checkpoint is at 7, and Bronze ends at 9.',
    'Partition 1: the checkpoint is at 9, and Bronze ends at 9: it is not moved.',
    'Disabling landIot: the app restarts.',
    'Partition 0: the checkpoint is now at 9.',
    'Enabling landIot: the app restarts.',
    'Done.',
  ]);
  expect(code).toBe(0);
  const [last] = receivedEvents(9, 9);
  expect(await checkpointOf(0)).toEqual({
    offset: last?.offset,
    sequencenumber: '9',
    clientidentifier: 'sluice-checkpoint',
  });
  expect(await checkpointOf(1)).toMatchObject({ clientidentifier: 'host' });
  expect(manager.state.settings).toEqual(SETTINGS);
  const audience = 'https://management.azure.com';
  for (const { authorization } of manager.requests)
    expect(verifyToken(authorization, { audience, key: 'key', now: new Date() })).toMatchObject({
      kind: 'valid',
    });
});

test('advance creates a checkpoint if the partition has none', async () => {
  await container().getBlobClient(`${FOLDER}/checkpoint/1`).deleteIfExists();
  expect(await run(['advance', '--source', 'iot', '--partition', '1'])).toMatchObject({ code: 0 });
  expect(await checkpointOf(1)).toMatchObject({ sequencenumber: '9' });
});

test.each<[readonly string[], Record<string, string>, RegExp]>([
  [['advance', '--source', 'nothing'], {}, /--source: 'nothing' is not a source; use one of iot/],
  [['advance', '--source', 'iot', '--partition', '7'], {}, /the hub 'iot' has no partition 7; it has 0, 1/],
  [['back'], {}, /unknown command "back"[^]*usage:/],
  [
    ['advance', '--source', 'iot'],
    { FUNCTION_APP_RESOURCE_ID: '' },
    /set the function app: FUNCTION_APP_RES/,
  ],
  [['advance', '--source', 'iot'], { AzureWebJobsStorage: '' }, /set the account of the Functions host: Az/],
])(
  'exits with code 2 and the reason for the parameters %j and the settings %j',
  async (parameters, settings, reason) => {
    expect(await run(parameters, settings)).toMatchObject({
      code: 2,
      output: expect.stringMatching(reason) as string,
    });
  },
);

test('reports the refusal of Azure Resource Manager, and moves no checkpoint', async () => {
  await put('checkpoint/0', { offset: '3', sequencenumber: '3', clientidentifier: 'host' });
  manager.state.fault = 403;
  const { code, output } = await run(['advance', '--source', 'iot']);
  expect(code).toBe(2);
  expect(output).toContain('Azure Resource Manager answered POST');
  expect(output).toContain('403: AuthorizationFailed: no right to do that');
  expect(await checkpointOf(0)).toMatchObject({ sequencenumber: '3' });
});

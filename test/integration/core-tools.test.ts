import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { ROOT, startTestStack, type TestStack } from '../testing/fixtures/stack';
import { describeHostState } from '../testing/host-state.suite';

const path = process.env['PATH'] ?? '';

afterEach(() => {
  process.env['PATH'] = path;
});

it("starts Core Tools' func with the built app and the addresses of the stand-ins as settings", async () => {
  process.env['PATH'] = [join(ROOT, 'test', 'testing', 'fixtures', 'core-tools'), path].join(delimiter);
  const stack = await startTestStack({ coreTools: true });
  try {
    const seen = (await (await fetch(stack.baseUrl)).json()) as {
      args: string[];
      directory: string;
      settings: Record<string, string>;
    };
    expect(seen.args).toEqual(['start', '--port', new URL(stack.baseUrl).port]);
    expect(seen.directory).toBe(ROOT);
    expect(seen.settings).toMatchObject({
      FUNCTIONS_WORKER_RUNTIME: 'node',
      EventHubs: stack.eventHubs.connectionString,
      Lake: stack.lake.connectionString,
      KEY_VAULT_URL: stack.keyVault?.vaultUrl,
    });
    expect(seen.settings['AzureWebJobsStorage']).toBe(stack.settings['AzureWebJobsStorage']);
    // The worker of Core Tools trusts the certificate of Key Vault, as the one of the local host does.
    expect(readFileSync(seen.settings['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')).toContain(
      readFileSync(stack.caFile, 'utf8'),
    );
  } finally {
    await stack.end();
  }
});

describe('the account of the state of Core Tools', () => {
  let stack: TestStack;
  let storage: string;
  beforeAll(async () => {
    stack = await startTestStack({ coreTools: true, withApp: false });
    storage = stack.settings['AzureWebJobsStorage'] ?? '';
  });
  afterAll(() => stack.end());

  it('is in Azurite with addresses of its own, apart from the lake', async () => {
    const containersOf = async (connectionString: string): Promise<string[]> => {
      const names: string[] = [];
      for await (const { name } of BlobServiceClient.fromConnectionString(connectionString).listContainers())
        names.push(name);
      return names;
    };
    expect(await containersOf(storage)).toEqual([]);
    expect(await containersOf(stack.lake.connectionString)).toEqual(['bronze', 'gold', 'silver']);
    const table = TableClient.fromConnectionString(storage, 'probe', { allowInsecureConnection: true });
    await table.createTable();
    // A queue that does not exist: the service answers, and Azurite is no Blob endpoint there.
    const queues = /QueueEndpoint=([^;]+)/.exec(storage)?.[1] ?? '';
    expect((await fetch(`${queues}/none/messages`)).headers.get('server')).toMatch(/^Azurite-Queue/);
  });

  it('writes the same connection strings to the files for other programs', () => {
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(join(stack.dataDirectory, name), 'utf8')) as unknown;
    const strings = { Lake: stack.lake.connectionString, AzureWebJobsStorage: storage };
    expect(read('stack.json')).toMatchObject({ settings: strings });
    expect(read('app-settings.json')).toMatchObject(strings);
    // Java's builders refuse names that they do not know.
    for (const text of Object.values(strings)) expect(text).not.toContain('DfsEndpoint');
  });

  // Microsoft's host works with either account.
  describeHostState('Azurite', () => storage);
  describeHostState('the lake', () => stack.lake.connectionString);
});

it('prints how to install Core Tools when they are missing', async () => {
  process.env['PATH'] = '/nowhere';
  await expect(startTestStack({ coreTools: true })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('npm install --global azure-functions-core-tools') as string,
  });
});

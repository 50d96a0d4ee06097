import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { ROOT, startTestStack } from '../testing/fixtures/stack';

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
    // The worker of Core Tools trusts the certificate of Key Vault, as the one of the local host does.
    expect(readFileSync(seen.settings['NODE_EXTRA_CA_CERTS'] ?? '', 'utf8')).toContain(
      readFileSync(stack.caFile, 'utf8'),
    );
    // The host keeps its checkpoints, locks and timers in these services.
    const storage = seen.settings['AzureWebJobsStorage'] ?? '';
    const containers = BlobServiceClient.fromConnectionString(storage).listContainers();
    expect((await containers.next()).done).toBe(true);
    const table = TableClient.fromConnectionString(storage, 'probe', { allowInsecureConnection: true });
    await table.createTable();
  } finally {
    await stack.end();
  }
});

it('prints how to install Core Tools when they are missing', async () => {
  process.env['PATH'] = '/nowhere';
  await expect(startTestStack({ coreTools: true })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('npm install --global azure-functions-core-tools') as string,
  });
});

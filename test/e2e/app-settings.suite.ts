import { type Server, createServer } from 'node:net';
import { BlobServiceClient } from '@azure/storage-blob';
import { eventually, type TestStack } from '../testing/fixtures/stack';
import { telemetry } from '../testing/fixtures/telemetry';

const DISABLED = 'AzureWebJobs.landIot.Disabled';

let stack: TestStack;

/** Sends a request to Azure Resource Manager with a token of the identity, as the commands do. */
async function manage(method: string, path: string, body?: object): Promise<Record<string, string>> {
  const { settings } = stack;
  const identity = `${settings['IDENTITY_ENDPOINT'] ?? ''}?api-version=2019-08-01&resource=https://management.azure.com`;
  const answer = await fetch(identity, {
    headers: { 'x-identity-header': settings['IDENTITY_HEADER'] ?? '' },
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const site = `${settings['RESOURCE_MANAGER_ENDPOINT'] ?? ''}${settings['FUNCTION_APP_RESOURCE_ID'] ?? ''}`;
  const response = await fetch(`${site}/config/appsettings${path}?api-version=2022-03-01`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { properties: Record<string, string> }).properties;
}

/** @returns the owners of the partitions of the hub `iot`, without partitions that have none */
async function owners(group: string): Promise<readonly string[]> {
  const container = BlobServiceClient.fromConnectionString(
    stack.settings['AzureWebJobsStorage'] ?? '',
  ).getContainerClient('azure-webjobs-eventhub');
  const found: string[] = [];
  const prefix = `127.0.0.1/iot/${group}/ownership/`;
  for await (const { name, metadata } of container.listBlobsFlat({ prefix, includeMetadata: true })) {
    const owner = metadata?.['ownerid'] ?? '';
    if (/\/\d+$/.test(name) && owner !== '') found.push(owner);
  }
  return found;
}

async function isDisabled(name: string): Promise<boolean> {
  const response = await fetch(`${stack.baseUrl}/admin/functions/${name}`);
  return ((await response.json()) as { isDisabled: boolean }).isDisabled;
}

/** Replaces the settings of the app, and waits for its restart. */
async function restartWith(properties: Readonly<Record<string, string>>): Promise<void> {
  const { app: before } = await stack.processIds();
  await manage('PUT', '', { properties });
  await eventually(async () => (await stack.processIds())['app'] !== before, 'another host runs');
}

async function ingest(id: string): Promise<void> {
  const record = telemetry(id, { deviceId: 'dev-1', measuredAt: new Date().toISOString() });
  const response = await stack.api('ingest/iot/telemetry', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(record),
  });
  expect(response.status).toBe(202);
}

/** Tests that change the settings of the app. Each change restarts it. */
export function describeAppSettings(running: () => TestStack): void {
  describe('the settings of the running app', () => {
    beforeAll(() => {
      stack = running();
    });

    it('disables and enables a function when its setting changes in Azure Resource Manager', async () => {
      await ingest('before');
      await stack.landed();
      expect(await owners('bronze')).toHaveLength(2);
      const settings = await manage('POST', '/list');
      expect(settings).toEqual(stack.settings);

      await manage('PUT', '', { properties: { ...settings, [DISABLED]: 'true' } });
      await eventually(async () => (await owners('bronze')).length === 0, 'the partitions have no owner');
      await eventually(() => isDisabled('landIot'), 'landIot is disabled');
      expect(await isDisabled('landEcommerce')).toBe(false);

      // A host that restarts after a kill reads the same settings.
      const before = (await stack.processIds())['app'] ?? 0;
      process.kill(before, 'SIGKILL');
      await eventually(async () => (await stack.processIds())['app'] !== before, 'another host runs');
      await eventually(() => isDisabled('landIot'), 'landIot is still disabled');
      await eventually(async () => {
        await ingest('meanwhile');
        return true;
      }, 'the app accepts records');
      expect((await stack.progress('iot')).lag).toBeGreaterThan(0);

      await manage('PUT', '', { properties: settings });
      await stack.landed();
      expect(await isDisabled('landIot')).toBe(false);
      expect(await owners('bronze')).toHaveLength(2);
    });

    it('reports that it is healthy but not ready when the lake does not answer', async () => {
      // This listener closes each connection, as if the lake were down.
      const hangsUp: Server = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => hangsUp.listen(0, '127.0.0.1', resolve));
      const address = hangsUp.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const lake = stack.settings['Lake']?.replaceAll(String(stack.lake.port), String(port)) ?? '';
      try {
        await restartWith({ ...stack.settings, Lake: lake });
        expect((await stack.api('health')).status).toBe(200);
        const response = await stack.api('ready');
        expect(response.status).toBe(503);
        expect(await response.json()).toMatchObject({ code: 'not_ready', unreachable: ['lake'] });
      } finally {
        hangsUp.close();
      }
    });

    it('names invalid settings when it refuses them', async () => {
      await restartWith({ ...stack.settings, MAX_EVENT_BYTES: 'plenty', POISON_ATTEMPTS: '0' });
      const response = await stack.api('ready');
      expect(response.status).toBe(500);
      const { code, detail } = (await response.json()) as { code: string; detail: string };
      expect(code).toBe('config_invalid');
      expect(detail).toContain('MAX_EVENT_BYTES');
      expect(detail).toContain('POISON_ATTEMPTS');
    });

    it('starts with valid settings after settings that prevented its start', async () => {
      const { settings } = stack;
      const broken = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'EventHubs'));
      await manage('PUT', '', { properties: broken });
      await eventually(
        () => Promise.resolve(stack.notices.some((notice) => /does not start .* "EventHubs"/s.test(notice))),
        'the stack reports the missing setting',
      );
      await manage('PUT', '', { properties: settings });
      await eventually(async () => !(await isDisabled('landIot')), 'the app runs');
    });
  });
}

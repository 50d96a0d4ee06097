import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sendRaw } from '../testing/fixtures/send-raw';
import { startTestStack, type TestStack } from '../testing/fixtures/stack';

// With all services, because each gets its secrets and its allowed hosts on its own way.
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true, allowedHosts: ['build-box'] });
});
afterAll(() => stack.end());

/** Values of keys in a connection string or a setting. */
function secretsOf(settings: Readonly<Record<string, string>>): readonly string[] {
  const { IDENTITY_HEADER: header = '', EventHubs: hubs = '', Lake: lake = '' } = settings;
  const keys = [/SharedAccessKey=([^;]+)/.exec(hubs)?.[1] ?? '', /AccountKey=([^;]+)/.exec(lake)?.[1] ?? ''];
  return [header, ...keys];
}

it('has no secret in a command line', async () => {
  const secrets = secretsOf(stack.settings);
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  const processes = await stack.processIds();
  expect(Object.keys(processes)).toEqual(
    expect.arrayContaining([
      'app',
      'azurite',
      'databricks',
      'dataFactory',
      'identity',
      'keyVault',
      'lake',
      'powerBi',
    ]),
  );
  for (const [name, id] of Object.entries(processes)) {
    const line = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(id)]).toString();
    expect([name, line]).toEqual([name, expect.stringMatching(/node.*main/)]);
    expect([name, line]).toEqual([
      name,
      expect.not.stringMatching(/--(token-key|identity-header|key|lake) /),
    ]);
    for (const secret of secrets) expect([name, line]).toEqual([name, expect.not.stringContaining(secret)]);
  }
});

it('lets only its owner read the files with keys', () => {
  const logs = readdirSync(join(stack.dataDirectory, 'logs')).map((name) => join('logs', name));
  const keys = ['certificates/ca-key.pem', 'certificates/server-key.pem', 'key-vault/secrets.json'];
  for (const name of ['stack.json', 'app-settings.json', 'pseudonym-pepper', ...keys, ...logs])
    expect([name, statSync(join(stack.dataDirectory, name)).mode & 0o077]).toEqual([name, 0]);
});

it('answers no page of another site and no foreign name, and passes --allow-host on to each service', async () => {
  const addresses = [
    `${stack.baseUrl}/api/refresh`,
    stack.lake.baseUrl,
    stack.settings['IDENTITY_ENDPOINT'] ?? '',
    ...[stack.appService, stack.dataFactory, stack.powerBi].map((service) => service?.endpoint ?? ''),
    stack.databricks?.baseUrl ?? '',
    stack.keyVault?.vaultUrl ?? '',
    `http://127.0.0.1:${stack.eventHubs.port}/$servicebus/websocket`,
    `https://127.0.0.1:${stack.eventHubs.port}/$servicebus/websocket`,
  ];
  const ca = readFileSync(stack.caFile, 'utf8');
  for (const url of addresses) {
    const statusOf = async (headers: Record<string, string>): Promise<readonly unknown[]> => [
      url,
      (await sendRaw(url, { method: 'POST', headers, ca })).status === 403,
    ];
    expect(await statusOf({ origin: 'https://evil.example', 'content-type': 'text/plain' })).toEqual([
      url,
      true,
    ]);
    expect(await statusOf({ 'sec-fetch-site': 'cross-site' })).toEqual([url, true]);
    expect(await statusOf({ host: 'rebound.example' })).toEqual([url, true]);
    expect(await statusOf({ host: 'build-box' })).toEqual([url, false]);
  }
});

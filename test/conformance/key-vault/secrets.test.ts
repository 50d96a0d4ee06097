import { SecretClient } from '@azure/keyvault-secrets';
import { type KeyVault, startKeyVault } from '../../../local/key-vault';
import { support } from '../../../local/key-vault/support';
import { issueToken } from '../../../local/kit';
import { fixedCredential } from '../../testing/fakes/fixed-credential';

const KEY = 'key';
const AUDIENCE = 'https://vault.azure.net';
let vault: KeyVault;
beforeEach(async () => {
  vault = await startKeyVault({ tokenKey: KEY, secrets: { 'push-urls': '{"a": 1}', Other: 'x' } });
});
afterEach(() => vault.close());

/** Microsoft's client, unchanged. */
function client(key = KEY): { sdk: SecretClient; scopes: readonly string[] } {
  const credential = fixedCredential(key);
  const sdk = new SecretClient(vault.vaultUrl, credential, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
    retryOptions: { maxRetries: 0 },
  });
  return { sdk, scopes: credential.scopes };
}

async function status(path: string, { method = 'GET', audience = AUDIENCE } = {}): Promise<string> {
  const token = issueToken({ audience, key: KEY, now: new Date(), lifetimeSeconds: 60 });
  const response = await fetch(`${vault.vaultUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const { error } = (await response.json()) as { readonly error?: { readonly code: string } };
  return `${response.status} ${error?.code ?? ''}`.trim();
}

test('lets the client learn the audience of its token from the challenge and read the secret', async () => {
  const { sdk, scopes } = client();
  const { name, value, properties } = await sdk.getSecret('push-urls');
  expect({ name, value, enabled: properties.enabled }).toEqual({
    name: 'push-urls',
    value: '{"a": 1}',
    enabled: true,
  });
  expect(scopes).toEqual([`${AUDIENCE}/.default`]);
  expect((await sdk.getSecret('PUSH-URLS', { version: properties.version ?? '' })).value).toBe('{"a": 1}');
});

test('gives a renewed secret another version', async () => {
  const { sdk } = client();
  const before = await sdk.getSecret('push-urls');
  vault.setSecret('push-urls', 'new');
  const after = await sdk.getSecret('push-urls');
  expect(after.value).toBe('new');
  expect(after.properties.version).not.toBe(before.properties.version);
  const version = before.properties.version ?? '';
  expect((await sdk.getSecret('push-urls', { version })).value).toBe('{"a": 1}');
  await expect(sdk.getSecret('push-urls', { version: '0'.repeat(32) })).rejects.toMatchObject({
    statusCode: 404,
    code: 'SecretNotFound',
  });
});

test('lists names without values', async () => {
  const names: string[] = [];
  for await (const properties of client().sdk.listPropertiesOfSecrets()) names.push(properties.name);
  expect(names).toEqual(['Other', 'push-urls']);
});

test('reports an unknown secret', async () => {
  await expect(client().sdk.getSecret('none')).rejects.toMatchObject({
    statusCode: 404,
    code: 'SecretNotFound',
  });
});

test('refuses a token with a wrong signature, and one for another service', async () => {
  await expect(client('other').sdk.getSecret('push-urls')).rejects.toMatchObject({ statusCode: 401 });
  const path = '/secrets/push-urls?api-version=7.5';
  expect(await status(path)).toBe('200');
  expect(await status(path, { audience: 'https://management.azure.com' })).toBe('401 Unauthorized');
});

/** For every refused row: the request, and the response. */
const PROBES: Readonly<
  Record<string, { readonly requests: readonly (readonly [string, string])[]; readonly sees: string }>
> = {
  backup: {
    requests: [
      ['POST', '/secrets/push-urls/backup?api-version=7.5'],
      ['POST', '/secrets/restore?api-version=7.5'],
    ],
    sees: '501 NotImplemented',
  },
  other: {
    requests: [
      ['GET', '/keys?api-version=7.5'],
      ['GET', '/certificates?api-version=7.5'],
      ['GET', '/deletedkeys?api-version=7.5'],
    ],
    sees: '501 NotImplemented',
  },
  'api-version': {
    requests: [
      ['GET', '/secrets/push-urls'],
      ['GET', '/secrets/push-urls?api-version=2016-10-01'],
    ],
    sees: '400 BadParameter',
  },
  parameter: {
    requests: [
      ['GET', '/secrets/push-urls?api-version=2026-04-01&outContentType=application/x-pem-file'],
      ['GET', '/secrets/push-urls?api-version=7.5&maxresults=1'],
    ],
    sees: '400 BadParameter',
  },
};

test('every refused row has a probe, and every probe a row', () => {
  expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
});

test.each(support.refused.map(({ id, feature }) => [id, feature] as const))('refuses %s: %s', async (id) => {
  const { requests = [], sees } = PROBES[id] ?? {};
  for (const [method, path] of requests) expect([path, await status(path, { method })]).toEqual([path, sees]);
});

test('refuses a secret with an invalid name', async () => {
  await expect(startKeyVault({ tokenKey: KEY, secrets: { push_urls: 'x' } })).rejects.toMatchObject({
    code: 'option_invalid',
  });
});

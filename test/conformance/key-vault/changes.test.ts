import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import fc from 'fast-check';
import { type KeyVault, startKeyVault } from '../../../local/key-vault';
import { issueToken, prepareCertificates } from '../../../local/kit';
import { temporaryDirectory } from '../../testing/fixtures/temporary-directory';

const KEY = 'key';
const START = Date.parse('2026-11-30T12:00:00Z');
const DAY = 86_400_000;
const NO_WAIT = { intervalInMs: 0 };

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let vault: KeyVault;
let now: number;
beforeEach(async () => {
  now = START;
  directory = await temporaryDirectory();
  vault = await start();
});
afterEach(async () => {
  await vault.close();
  await directory.remove();
});

function start(secrets: Readonly<Record<string, string>> = {}): Promise<KeyVault> {
  return startKeyVault({
    tokenKey: KEY,
    dataDirectory: directory.path,
    secrets,
    clock: () => new Date(now),
  });
}

async function restart(secrets: Readonly<Record<string, string>> = {}): Promise<void> {
  await vault.close();
  vault = await start(secrets);
}

/** Its tokens are valid by the clock of the vault. */
const credential: TokenCredential = {
  getToken: () => Promise.resolve({ token: makeToken(), expiresOnTimestamp: Date.now() + 600_000 }),
};

function makeToken(): string {
  const audience = 'https://vault.azure.net';
  return issueToken({ audience, key: KEY, now: new Date(now), lifetimeSeconds: 600 });
}

/** Microsoft's client, unchanged. */
function client(): SecretClient {
  return new SecretClient(vault.vaultUrl, credential, {
    allowInsecureConnection: true,
    disableChallengeResourceVerification: true,
    retryOptions: { maxRetries: 0 },
  });
}

async function namesOf(list: AsyncIterable<{ readonly name: string }>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}

async function describeVersions(name: string): Promise<readonly object[]> {
  const described: object[] = [];
  for await (const { version, createdOn, tags } of client().listPropertiesOfSecretVersions(name))
    described.push({ version, createdOn, tags });
  return described;
}

/** A request as clients in other languages send it. */
async function send(
  method: string,
  path: string,
  body?: object | string,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const url = `${vault.vaultUrl}${path}${path.includes('?') ? '&' : '?'}api-version=2026-04-01`;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${makeToken()}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

test('sets a secret with its properties, and keeps the older versions', async () => {
  const sdk = client();
  const first = await sdk.setSecret('db-password', 'one', {
    contentType: 'text/plain',
    tags: { owner: 'data' },
    notBefore: new Date(START - DAY),
    expiresOn: new Date(START - 1000),
  });
  now += 5000;
  const second = await sdk.setSecret('DB-Password', 'two');
  expect(first.properties).toMatchObject({
    name: 'db-password',
    contentType: 'text/plain',
    tags: { owner: 'data' },
    enabled: true,
    createdOn: new Date(START),
    expiresOn: new Date(START - 1000),
    recoveryLevel: 'Recoverable+Purgeable',
    recoverableDays: 90,
  });
  expect(second.properties.version).not.toBe(first.properties.version);
  expect((await sdk.getSecret('db-password')).value).toBe('two');
  const { version = '' } = first.properties;
  expect((await sdk.getSecret('db-password', { version })).value).toBe('one');
  const versions: unknown[] = [];
  for await (const properties of sdk.listPropertiesOfSecretVersions('db-password'))
    versions.push(properties.version);
  expect(versions.sort()).toEqual([first.properties.version, second.properties.version].sort());
  expect(await namesOf(sdk.listPropertiesOfSecrets())).toEqual(['db-password']);
});

test('changes properties of a version, and refuses the value of a disabled one', async () => {
  const sdk = client();
  const { properties } = await sdk.setSecret('api-key', 'x', { tags: { a: '1' }, contentType: 'text/plain' });
  const version = properties.version ?? '';
  now += 2000;
  const changed = await sdk.updateSecretProperties('api-key', version, { enabled: false });
  expect(changed).toMatchObject({
    version,
    enabled: false,
    tags: { a: '1' },
    contentType: 'text/plain',
    updatedOn: new Date(START + 2000),
    createdOn: new Date(START),
  });
  expect(await send('GET', '/secrets/api-key')).toEqual({
    status: 403,
    body: {
      error: {
        code: 'Forbidden',
        message: 'Operation get is not allowed on a disabled secret.',
        innererror: { code: 'SecretDisabled' },
      },
    },
  });
  // Azure's command line changes the newest version without naming it.
  expect(await send('PATCH', '/secrets/api-key/', { attributes: { enabled: true } })).toMatchObject({
    status: 200,
    body: { attributes: { enabled: true } },
  });
  expect((await sdk.getSecret('api-key')).value).toBe('x');
});

test('deletes a secret, refuses its name, and recovers it', async () => {
  const sdk = client();
  const { properties } = await sdk.setSecret('token', 'one');
  const poller = await sdk.beginDeleteSecret('token', NO_WAIT);
  expect(await poller.pollUntilDone()).toMatchObject({
    name: 'token',
    properties: {
      version: properties.version,
      deletedOn: new Date(START),
      scheduledPurgeDate: new Date(START + 90 * DAY),
      recoveryId: `${vault.vaultUrl}/deletedsecrets/token`,
    },
  });
  await expect(sdk.getSecret('token')).rejects.toMatchObject({ statusCode: 404, code: 'SecretNotFound' });
  expect(await namesOf(sdk.listPropertiesOfSecrets())).toEqual([]);
  expect(await namesOf(sdk.listDeletedSecrets())).toEqual(['token']);
  expect(await send('PUT', '/secrets/Token', { value: 'two' })).toMatchObject({
    status: 409,
    body: { error: { code: 'Conflict', innererror: { code: 'ObjectIsDeletedButRecoverable' } } },
  });
  const recovery = await sdk.beginRecoverDeletedSecret('token', NO_WAIT);
  expect(await recovery.pollUntilDone()).toMatchObject({ name: 'token', version: properties.version });
  expect((await sdk.getSecret('token')).value).toBe('one');
  expect(await namesOf(sdk.listDeletedSecrets())).toEqual([]);
  await expect(sdk.getDeletedSecret('token')).rejects.toMatchObject({
    statusCode: 404,
    code: 'SecretNotFound',
    message: 'Deleted Secret not found: token',
  });
});

test('purges a deleted secret, so that its name is free', async () => {
  const sdk = client();
  await sdk.setSecret('token', 'one');
  await (await sdk.beginDeleteSecret('token', NO_WAIT)).pollUntilDone();
  await sdk.purgeDeletedSecret('token');
  await expect(sdk.purgeDeletedSecret('token')).rejects.toMatchObject({ statusCode: 404 });
  await sdk.setSecret('token', 'two');
  const versions: unknown[] = [];
  for await (const properties of sdk.listPropertiesOfSecretVersions('token')) versions.push(properties);
  expect(versions).toHaveLength(1);
});

test('purges a deleted secret itself after 90 days', async () => {
  const sdk = client();
  await sdk.setSecret('token', 'one');
  await (await sdk.beginDeleteSecret('token', NO_WAIT)).pollUntilDone();
  // A new client, because the token of the first one has ended.
  now = START + 90 * DAY - 1000;
  expect(await namesOf(client().listDeletedSecrets())).toEqual(['token']);
  now = START + 90 * DAY;
  expect(await namesOf(client().listDeletedSecrets())).toEqual([]);
  expect((await client().setSecret('token', 'two')).value).toBe('two');
});

test('lists 60 secrets in pages, each once, while others come and go', async () => {
  const name = (index: number): string => `secret-${String(index).padStart(2, '0')}`;
  for (let index = 0; index < 60; index++) vault.setSecret(name(index), 'x');
  const sizes: number[] = [];
  const names: string[] = [];
  for await (const page of client().listPropertiesOfSecrets().byPage()) {
    sizes.push(page.length);
    names.push(...page.map((properties) => properties.name));
    if (sizes.length === 1) {
      vault.setSecret('a-new-one', 'x');
      await send('DELETE', `/secrets/${name(24)}`);
    }
  }
  expect(sizes).toEqual([25, 25, 10]);
  expect(names).toEqual(Array.from({ length: 60 }, (_, index) => name(index)));
  expect(await send('GET', '/secrets?maxresults=2')).toMatchObject({
    status: 200,
    body: { nextLink: expect.stringContaining('maxresults=2') as unknown },
  });
});

test.each(['maxresults=0', 'maxresults=26', 'maxresults=x', '$skiptoken=%20', '$skiptoken='])(
  'refuses a list with %s',
  async (parameter) => {
    expect(await send('GET', `/secrets?${parameter}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'BadParameter' } },
    });
  },
);

test.each([
  ['no value', {}],
  ['a value that is not a string', { value: 1 }],
  ['a value of more than 25,600 bytes', { value: 'é'.repeat(12_801) }],
  ['tags that are not strings', { value: 'x', tags: { a: 1 } }],
  ['a time that is not a number', { value: 'x', attributes: { exp: 'tomorrow' } }],
  ['a body that is not JSON', '{'],
  ['a body that is not an object', '[]'],
])('refuses %s', async (_, body) => {
  expect(await send('PUT', '/secrets/token', body)).toMatchObject({
    status: 400,
    body: { error: { code: 'BadParameter' } },
  });
  expect(await send('GET', '/secrets')).toEqual({ status: 200, body: { value: [], nextLink: null } });
});

test('keeps secrets over a restart, in a file that only its owner can read', async () => {
  const sdk = client();
  await sdk.setSecret('kept', 'one', { tags: { a: '1' } });
  await sdk.setSecret('kept', 'two');
  await sdk.setSecret('gone', 'x');
  await (await sdk.beginDeleteSecret('gone', NO_WAIT)).pollUntilDone();
  const before = await describeVersions('kept');
  expect(before).toHaveLength(2);
  await restart({ kept: 'from the start', gone: 'from the start', added: 'new' });
  expect(await describeVersions('kept')).toEqual(before);
  expect((await client().getSecret('kept')).value).toBe('two');
  expect(await namesOf(client().listDeletedSecrets())).toEqual(['gone']);
  expect((await client().getSecret('added')).value).toBe('new');
  expect((statSync(join(directory.path, 'secrets.json')).mode & 0o777).toString(8)).toBe('600');
});

test('refuses a damaged file, and names the remedy', async () => {
  await vault.close();
  const file = join(directory.path, 'secrets.json');
  writeFileSync(file, '{"format":1,"secrets":[{"name":"x","versions":[]}]}');
  await expect(start()).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.stringContaining('delete it to start with an empty vault') as unknown,
  });
  writeFileSync(file, '{"format":1,"secrets":[]}');
  vault = await start();
});

test('returns any text that it was given, after a restart, too', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (value) => {
      await client().setSecret('any', value);
      await restart();
      expect((await client().getSecret('any')).value).toBe(value);
    }),
    { numRuns: 25 },
  );
});

test('speaks HTTPS to a client that trusts the authority and checks the certificate', async () => {
  const files = await prepareCertificates(join(directory.path, 'certificates'), { now: new Date() });
  const secure = await startKeyVault({ tokenKey: KEY, tls: files, clock: () => new Date(now) });
  try {
    const connect = (tlsOptions: object): SecretClient =>
      new SecretClient(secure.vaultUrl, credential, {
        disableChallengeResourceVerification: true,
        retryOptions: { maxRetries: 0 },
        tlsOptions,
      });
    expect(secure.vaultUrl).toBe(`https://127.0.0.1:${secure.port}`);
    const { properties } = await connect({ ca: readFileSync(files.caFile) }).setSecret('token', 'one');
    expect(properties.id).toBe(`${secure.vaultUrl}/secrets/token/${properties.version ?? ''}`);
    await expect(connect({}).getSecret('token')).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  } finally {
    await secure.close();
  }
});

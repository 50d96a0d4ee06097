import type * as AzureIdentity from '@azure/identity';
import { type Identity, type IdentityOptions, startIdentity } from '../../../local/identity';
import { issueToken, verifyToken } from '../../../local/kit';

const KEY = 'a key that the services share';
const ARM = 'https://management.azure.com';
const DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
const CLIENT_ID = '11111111-2222-4333-8444-555555555555';
const NO_RETRY = { retryOptions: { maxRetries: 0 } };

const before = { endpoint: process.env['IDENTITY_ENDPOINT'], header: process.env['IDENTITY_HEADER'] };
let identity: Identity;

/** The library caches endpoint, secret and tokens for the life of a process, so each test loads it again. */
async function start(options: Partial<IdentityOptions> = {}): Promise<typeof AzureIdentity> {
  identity = await startIdentity({ tokenKey: KEY, ...options });
  setEnvironment(identity.identityEndpoint, identity.identityHeader);
  jest.resetModules();
  return jest.requireActual<typeof AzureIdentity>('@azure/identity');
}

function setEnvironment(endpoint: string | undefined, header: string | undefined): void {
  for (const [name, value] of Object.entries({ IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: header })) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

function validate(token: string, audience: string, now = new Date()): string {
  return verifyToken(`Bearer ${token}`, { audience, key: KEY, now }).kind;
}

describe('the endpoint', () => {
  afterEach(async () => {
    setEnvironment(before.endpoint, before.header);
    await identity.close();
  });

  test('issues DefaultAzureCredential a token for the resource of its scope', async () => {
    const { DefaultAzureCredential } = await start();
    const credential = new DefaultAzureCredential();
    const arm = await credential.getToken(`${ARM}/.default`);
    const databricks = await credential.getToken(`${DATABRICKS}/.default`);
    expect(validate(arm.token, ARM)).toBe('valid');
    expect(validate(arm.token, `${ARM}/`)).toBe('valid');
    expect(validate(databricks.token, DATABRICKS)).toBe('valid');
    expect(validate(databricks.token, ARM)).toBe('wrong-audience');
  });

  test('treats a scope with two slashes as the same resource', async () => {
    const { ManagedIdentityCredential } = await start();
    const { token } = await new ManagedIdentityCredential().getToken(`${ARM}//.default`);
    expect(validate(token, ARM)).toBe('valid');
  });

  test('returns the expiry of the token that services also read', async () => {
    const earliest = Math.floor(Date.now() / 1000) * 1000 + 600_000;
    const { ManagedIdentityCredential } = await start({ lifetimeSeconds: 600 });
    const { token, expiresOnTimestamp } = await new ManagedIdentityCredential().getToken(`${ARM}/.default`);
    const latest = Date.now() + 600_000;
    // The library counts in whole seconds from its own clock.
    expect(expiresOnTimestamp).toBeGreaterThanOrEqual(earliest - 1000);
    expect(expiresOnTimestamp).toBeLessThanOrEqual(latest);
    expect(validate(token, ARM, new Date(earliest - 1))).toBe('valid');
    expect(validate(token, ARM, new Date(latest))).toBe('expired');
  });

  test('issues a token of a known user-assigned identity', async () => {
    const { ManagedIdentityCredential } = await start({ clientIds: [CLIENT_ID] });
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
    const { token } = await credential.getToken(`${ARM}/.default`);
    expect(verifyToken(`Bearer ${token}`, { audience: ARM, key: KEY, now: new Date() })).toMatchObject({
      kind: 'valid',
      claims: { oid: CLIENT_ID },
    });
  });

  test('refuses an unknown user-assigned identity, and the credential reports it', async () => {
    const { ManagedIdentityCredential } = await start();
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID, ...NO_RETRY });
    await expect(credential.getToken(`${ARM}/.default`)).rejects.toThrow(
      new RegExp(
        `No User Assigned .*client id "${CLIENT_ID}", but the local endpoint has no user-assigned identities.*AZURE_CLIENT_ID`,
      ),
    );
  });

  test('names the known user-assigned identities to a client that asks for another', async () => {
    const { ManagedIdentityCredential } = await start({ clientIds: [CLIENT_ID] });
    const credential = new ManagedIdentityCredential({ clientId: 'another', ...NO_RETRY });
    await expect(credential.getToken(`${ARM}/.default`)).rejects.toThrow(
      new RegExp(`"another", but the local endpoint has the user-assigned identities ${CLIENT_ID}`),
    );
  });

  test('refuses a wrong secret, and the credential reports it', async () => {
    const { ManagedIdentityCredential } = await start();
    process.env['IDENTITY_HEADER'] = 'not the one';
    const credential = new ManagedIdentityCredential(NO_RETRY);
    await expect(credential.getToken(`${ARM}/.default`)).rejects.toThrow(/X-IDENTITY-HEADER/);
  });

  test('lets the credential retry after a failure', async () => {
    const { ManagedIdentityCredential } = await start();
    identity.faults.inject({ kind: 'fail', status: 500 });
    const credential = new ManagedIdentityCredential({ retryOptions: { retryDelayInMs: 1 } });
    const { token } = await credential.getToken(`${ARM}/.default`);
    expect(validate(token, ARM)).toBe('valid');
    expect(identity.faults.pending).toBe(0);
  });
});

describe('a token', () => {
  const now = new Date('2026-11-21T06:00:00Z');
  const token = issueToken({ audience: ARM, key: KEY, now, lifetimeSeconds: 60 });

  test('is valid until its expiry', () => {
    expect(validate(token, ARM, new Date('2026-11-21T06:00:59.999Z'))).toBe('valid');
    expect(validate(token, ARM, new Date('2026-11-21T06:01:00Z'))).toBe('expired');
  });

  test('is invalid with another key', () => {
    expect(verifyToken(`Bearer ${token}`, { audience: ARM, key: 'another', now }).kind).toBe('invalid');
  });

  test('is invalid with changed claims', () => {
    const [payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...claims, exp: 9e9 })).toString('base64url');
    expect(validate(`${other}.${signature}`, ARM, now)).toBe('invalid');
    expect(validate(payload, ARM, now)).toBe('invalid');
    expect(validate(`${token}.`, ARM, now)).toBe('invalid');
  });

  test('is missing when the header is absent, empty or of another scheme', () => {
    const options = { audience: ARM, key: KEY, now };
    for (const header of [undefined, '', 'Bearer ', 'Basic dXNlcjpwYXNz']) {
      expect(verifyToken(header, options).kind).toBe('missing');
    }
  });
});

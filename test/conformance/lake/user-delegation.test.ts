import {
  type BlobSASSignatureValues,
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  newPipeline,
  type RequestPolicyFactory,
  type UserDelegationKey,
} from '@azure/storage-blob';
import { DirectorySASPermissions, generateDataLakeSASQueryParameters } from '@azure/storage-file-datalake';
import { DEVELOPMENT_ACCOUNT } from '../../../local/lake';
import { APP_OBJECT_ID, issueToken } from '../../../local/kit';
import { LakeFixture, refusal } from './lake-fixture';

const NOW = new Date('2026-11-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const after = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
const TOKEN_KEY = 'a key for tests';
const USER = '00000000-0000-4000-8000-000000000002';
const TENANT = '5b1de000-0000-4000-8000-00000000007e';
const VERSIONS = ['2018-11-09', '2020-02-10', '2020-12-06', '2025-07-05', '2026-04-06'];

const tokenOf = (options: Partial<Parameters<typeof issueToken>[0]> = {}) =>
  issueToken({
    audience: 'https://storage.azure.com/',
    key: TOKEN_KEY,
    now: NOW,
    lifetimeSeconds: 3600,
    ...options,
  });

describe('user delegation', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start({ clock: () => NOW, tokenKey: TOKEN_KEY });
    for (const name of ['there', 'd/a']) await fixture.blobs.getBlockBlobClient(name).upload('12345', 5);
  });
  afterAll(() => fixture.remove());

  /** A client with headers of its own: the credentials of the SDK refuse to send a token over http. */
  const clientWith = (headers: Readonly<Record<string, string>>, query = '') => {
    const pipeline = newPipeline(undefined, { retryOptions: { maxTries: 1 } });
    const policy: RequestPolicyFactory = {
      create: (next) => ({
        sendRequest: (request) => {
          for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
          return next.sendRequest(request);
        },
      }),
    };
    pipeline.factories.unshift(policy);
    return new BlobServiceClient(`${fixture.lake.baseUrl}${query}`, pipeline);
  };
  const withToken = (token: string, query = '') => clientWith({ authorization: `Bearer ${token}` }, query);
  const keyOf = () => withToken(tokenOf()).getUserDelegationKey(NOW, after(2));

  const sasOf = (key: UserDelegationKey, values: Partial<BlobSASSignatureValues> = {}) =>
    generateBlobSASQueryParameters(
      {
        containerName: 'bronze',
        permissions: ContainerSASPermissions.parse('rl'),
        expiresOn: after(1),
        ...values,
      },
      key,
      DEVELOPMENT_ACCOUNT,
    ).toString();
  const read = (sas: string, headers: Readonly<Record<string, string>> = {}) =>
    refusal(clientWith(headers, `?${sas}`).getContainerClient('bronze').getBlobClient('there').download());

  test('returns a key with the identity and the times of the request', async () => {
    const key = await keyOf();
    expect(key).toMatchObject({
      signedObjectId: APP_OBJECT_ID,
      signedTenantId: TENANT,
      signedStartsOn: NOW,
      signedExpiresOn: after(2),
      signedService: 'b',
      signedVersion: '2026-04-06',
    });
    // The same request gives the same key, also after a restart, because the lake keeps none.
    await fixture.restart({ clock: () => NOW, tokenKey: TOKEN_KEY });
    expect((await keyOf()).value).toBe(key.value);
  });

  test.each(VERSIONS)('signs for a container in version %s', async (version) => {
    expect(await read(sasOf(await keyOf(), { version }))).toBe('accepted');
    const forbidden = sasOf(await keyOf(), { version, permissions: ContainerSASPermissions.parse('l') });
    expect(await read(forbidden)).toBe('403 AuthorizationPermissionMismatch');
  });

  test('signs the ids of agents and the correlation id', async () => {
    const ids = { preauthorizedAgentObjectId: USER, correlationId: 'c' };
    const sas = sasOf(await keyOf(), ids);
    expect(await read(sas)).toBe('accepted');
    expect(await read(sas.replace('scid=c', 'scid=d'))).toBe('403 AuthenticationFailed');
  });

  test('signs headers and parameters of the request', async () => {
    const sas = sasOf(await keyOf(), {
      requestHeaders: { 'x-purpose': 'a test' },
      requestQueryParameters: { timeout: '7' },
    });
    expect(await read(`${sas}&timeout=7`, { 'x-purpose': 'a test' })).toBe('accepted');
    expect(await read(`${sas}&timeout=8`, { 'x-purpose': 'a test' })).toBe('403 AuthenticationFailed');
    expect(await read(`${sas}&timeout=7`)).toBe('403 AuthenticationFailed');
  });

  test('signs for a directory', async () => {
    const sas = generateDataLakeSASQueryParameters(
      {
        fileSystemName: 'bronze',
        pathName: 'd',
        isDirectory: true,
        directoryDepth: 1,
        permissions: DirectorySASPermissions.parse('r'),
        expiresOn: after(1),
      },
      await keyOf(),
      DEVELOPMENT_ACCOUNT,
    ).toString();
    expect((await fetch(`${fixture.lake.baseUrl}/bronze/d/a?${sas}`)).status).toBe(200);
    expect(await read(sas)).toBe('403 AuthenticationFailed');
  });

  test('ends with its key', async () => {
    const key = await withToken(tokenOf()).getUserDelegationKey(NOW, after(0.5));
    const sas = sasOf(key);
    expect(await read(sas)).toBe('accepted');
    await fixture.restart({ clock: () => after(0.5), tokenKey: TOKEN_KEY });
    expect(await read(sas)).toBe('403 AuthenticationFailed');
    await fixture.restart({ clock: () => NOW, tokenKey: TOKEN_KEY });
  });

  test('binds a signature to a user, who must send a token', async () => {
    const key = await withToken(tokenOf()).getUserDelegationKey({
      startsOn: NOW,
      expiresOn: after(2),
      delegatedUserTenantId: TENANT,
    });
    expect(key.signedDelegatedUserTenantId).toBe(TENANT);
    const sas = sasOf(key, { delegatedUserObjectId: USER });
    const bearer = (objectId: string) => ({ authorization: `Bearer ${tokenOf({ objectId })}` });
    expect(await read(sas, bearer(USER))).toBe('accepted');
    expect(await read(sas, bearer(APP_OBJECT_ID))).toBe('403 AuthorizationFailure');
    expect(await read(sas)).toBe('401 InvalidAuthenticationInfo');
  });

  test('needs a token for storage', async () => {
    const ask = (token: string) => refusal(withToken(token).getUserDelegationKey(NOW, after(1)));
    expect(await ask(tokenOf({ audience: 'https://vault.azure.net' }))).toBe('401 InvalidAuthenticationInfo');
    expect(await ask(tokenOf({ key: 'another' }))).toBe('401 InvalidAuthenticationInfo');
    expect(await ask(tokenOf({ lifetimeSeconds: -1 }))).toBe('401 InvalidAuthenticationInfo');
    const url = '?restype=service&comp=userdelegationkey';
    const headers = { 'content-type': 'application/xml' };
    const signed = await fixture.send(url, { method: 'POST', headers, body: '<KeyInfo></KeyInfo>' });
    expect(signed.status).toBe(401);
    expect((await fetch(`${fixture.lake.baseUrl}${url}`, { method: 'POST' })).status).toBe(401);
  });

  test('is refused by a lake without identities', async () => {
    const lake = new LakeFixture();
    try {
      const { baseUrl } = await lake.start();
      const response = await fetch(`${baseUrl}?restype=service&comp=userdelegationkey`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tokenOf()}` },
      });
      expect(response.headers.get('x-ms-error-code')).toBe('NotImplemented');
    } finally {
      await lake.remove();
    }
  });

  test('gives keys for at most seven days', async () => {
    const ask = (from: Date, to: Date) => refusal(withToken(tokenOf()).getUserDelegationKey(from, to));
    expect(await ask(NOW, after(7 * 24))).toBe('accepted');
    expect(await ask(NOW, after(7 * 24 + 1))).toBe('400 InvalidXmlNodeValue');
    expect(await ask(after(2), after(1))).toBe('400 InvalidXmlNodeValue');
  });
});

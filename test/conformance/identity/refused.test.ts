import { type Identity, startIdentity } from '../../../local/identity';
import { support } from '../../../local/identity/support';

/** For every refused row: the request, and the status of the response. */
const PROBES: Readonly<
  Record<string, { readonly paths: readonly string[]; readonly method?: string; readonly sees: number }>
> = {
  'api-version': {
    paths: ['/msi/token?resource=r&api-version=2017-09-01', '/msi/token?resource=r'],
    sees: 400,
  },
  selector: {
    paths: ['principal_id', 'object_id', 'mi_res_id'].map(
      (name) => `/msi/token?resource=r&api-version=2019-08-01&${name}=x`,
    ),
    sees: 400,
  },
  parameter: {
    paths: ['xms_cc=cp1', 'token_sha256_to_refresh=00', 'bypass_cache=true'].map(
      (pair) => `/msi/token?resource=r&api-version=2019-08-01&${pair}`,
    ),
    sees: 400,
  },
  method: { paths: ['/msi/token?resource=r&api-version=2019-08-01'], method: 'POST', sees: 405 },
  path: { paths: ['/', '//', '/msi', '/metadata/identity/oauth2/token'], sees: 404 },
};

let identity: Identity;
beforeAll(async () => {
  identity = await startIdentity({ tokenKey: 'key' });
});
afterAll(() => identity.close());

test('every refused row has a probe, and every probe a row', () => {
  expect(Object.keys(PROBES).sort()).toEqual(support.refused.map(({ id }) => id).sort());
});

test.each(support.refused.map(({ id, feature }) => [id, feature]))('refuses %s: %s', async (id) => {
  const probe = PROBES[id];
  for (const path of probe?.paths ?? []) {
    const answer = await fetch(`http://127.0.0.1:${identity.port}${path}`, {
      method: probe?.method ?? 'GET',
      headers: { 'x-identity-header': identity.identityHeader },
    });
    const body = (await answer.json()) as { statusCode: number; message: string };
    expect({ path, status: answer.status }).toEqual({ path, status: probe?.sees });
    expect(body).toEqual({
      statusCode: probe?.sees,
      message: expect.any(String) as string,
      correlationId: expect.any(String) as string,
    });
  }
});

test('requires a resource', async () => {
  const answer = await fetch(`${identity.identityEndpoint}?api-version=2019-08-01`, {
    headers: { 'x-identity-header': identity.identityHeader },
  });
  expect(answer.status).toBe(400);
});

// Proves token of identity with HTTP.
test('accepts a slash after the path', async () => {
  const answer = await fetch(`${identity.identityEndpoint}/?api-version=2019-08-01&resource=r`, {
    headers: { 'x-identity-header': identity.identityHeader },
  });
  expect(await answer.json()).toMatchObject({ resource: 'r', token_type: 'Bearer' });
});

import { DEFAULT_SITE, startAppService } from '../../../local/app-service';
import { AUDIENCE, MemorySite, SiteFixture, tokenFor } from './site-fixture';

const SETTINGS = { EventHubs: 'Endpoint=sb://x', 'AzureWebJobs.land.Disabled': 'false' };

let fixture: SiteFixture;

beforeEach(async () => {
  fixture = await SiteFixture.start(SETTINGS);
});
afterEach(() => fixture.service.close());

// Proves settings.list of app-service with HTTP.
it('lists every setting in the format of Azure', async () => {
  const { status, body } = await fixture.list();
  expect(status).toBe(200);
  expect(body).toEqual({
    id: `${DEFAULT_SITE}/config/appsettings`,
    name: 'appsettings',
    type: 'Microsoft.Web/sites/config',
    location: 'local',
    properties: SETTINGS,
  });
});

// Proves settings.update of app-service with HTTP.
it('replaces all settings and removes missing ones', async () => {
  const properties = { 'AzureWebJobs.land.Disabled': 'true' };
  const { status, body } = await fixture.update({ properties });
  expect(status).toBe(200);
  expect(body.properties).toEqual(properties);
  expect(fixture.site.written).toEqual([properties]);
  expect((await fixture.list()).body.properties).toEqual(properties);
});

it('accepts the other fields of a PUT, as in Azure', async () => {
  const { status } = await fixture.update({ kind: 'app', properties: { A: '1' } });
  expect(status).toBe(200);
  expect(fixture.site.read()).toEqual({ A: '1' });
});

it('ignores the case of the path, and accepts later versions', async () => {
  const path = `${DEFAULT_SITE.toUpperCase()}/CONFIG/appSettings/LIST`;
  const { status } = await fixture.send('POST', path, { query: '?api-version=2024-11-01' });
  expect(status).toBe(200);
});

// Proves auth of app-service with HTTP.
it.each([
  ['no token', '', 'AuthenticationFailed'],
  ['a token of another service', tokenFor('https://storage.azure.com'), 'InvalidAuthenticationTokenAudience'],
  ['an expired token', tokenFor(AUDIENCE, -1), 'ExpiredAuthenticationToken'],
  ['a malformed token', 'a.b', 'InvalidAuthenticationToken'],
])('returns 401 for %s without changing a setting', async (_, token, code) => {
  const body = { properties: {} };
  const reply = await fixture.send('PUT', `${DEFAULT_SITE}/config/appsettings`, { body, token });
  expect([reply.status, reply.body.error?.code]).toEqual([401, code]);
  expect(fixture.site.written).toEqual([]);
});

it('refuses to start for a resource id that is not a site', async () => {
  const settings = new MemorySite({});
  for (const siteResourceId of ['/subscriptions/s', `${DEFAULT_SITE}/slots/blue`]) {
    await expect(startAppService({ tokenKey: 'k', settings, siteResourceId })).rejects.toMatchObject({
      code: 'option_invalid',
    });
  }
});

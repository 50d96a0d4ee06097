import { DEFAULT_SITE, startAppService } from '../../../local/app-service';
import { AUDIENCE, MemorySite, SiteFixture, tokenFor } from './site-fixture';

const SETTINGS = { EventHubs: 'Endpoint=sb://x', 'AzureWebJobs.land.Disabled': 'false' };

let fixture: SiteFixture;

beforeEach(async () => {
  fixture = await SiteFixture.start(SETTINGS);
});
afterEach(() => fixture.service.close());

it('lists every setting under the shape of the service', async () => {
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

it('replaces all settings, so that one left out is gone', async () => {
  const properties = { 'AzureWebJobs.land.Disabled': 'true' };
  const { status, body } = await fixture.update({ properties });
  expect(status).toBe(200);
  expect(body.properties).toEqual(properties);
  expect(fixture.site.written).toEqual([properties]);
  expect((await fixture.list()).body.properties).toEqual(properties);
});

it('takes what a PUT may have beside the properties, as the service does', async () => {
  const { status } = await fixture.update({ kind: 'app', properties: { A: '1' } });
  expect(status).toBe(200);
  expect(fixture.site.read()).toEqual({ A: '1' });
});

it('ignores the case of the path, and takes later versions', async () => {
  const path = `${DEFAULT_SITE.toUpperCase()}/CONFIG/appSettings/LIST`;
  const { status } = await fixture.send('POST', path, { query: '?api-version=2024-11-01' });
  expect(status).toBe(200);
});

it.each([
  ['no token', '', 'AuthenticationFailed'],
  ['a token of another service', tokenFor('https://storage.azure.com'), 'InvalidAuthenticationTokenAudience'],
  ['an old token', tokenFor(AUDIENCE, -1), 'ExpiredAuthenticationToken'],
  ['a broken token', 'a.b', 'InvalidAuthenticationToken'],
])('answers 401 to %s, and changes nothing', async (_, token, code) => {
  const body = { properties: {} };
  const reply = await fixture.send('PUT', `${DEFAULT_SITE}/config/appsettings`, { body, token });
  expect([reply.status, reply.body.error?.code]).toEqual([401, code]);
  expect(fixture.site.written).toEqual([]);
});

it('does not start for what is no site', async () => {
  const settings = new MemorySite({});
  for (const siteResourceId of ['/subscriptions/s', `${DEFAULT_SITE}/slots/blue`]) {
    await expect(startAppService({ tokenKey: 'k', settings, siteResourceId })).rejects.toMatchObject({
      code: 'option_invalid',
    });
  }
});

import { DEFAULT_SITE } from '../../../local/app-service';
import { support } from '../../../local/app-service/support';
import { type Reply, SiteFixture } from './site-fixture';

interface Probe {
  readonly send: (fixture: SiteFixture) => Promise<readonly Reply[]>;
  readonly status: number;
  readonly code: string | RegExp;
}

const all = (...sent: readonly Promise<Reply>[]): Promise<readonly Reply[]> => Promise.all(sent);
const SETTINGS = `${DEFAULT_SITE}/config/appsettings`;

const PROBES: Readonly<Record<string, Probe>> = {
  'api.others': {
    send: (fixture) =>
      all(
        fixture.send('GET', DEFAULT_SITE),
        fixture.send('POST', `${DEFAULT_SITE}/restart`),
        fixture.send('PUT', `${DEFAULT_SITE}/config/connectionstrings`, { body: { properties: {} } }),
        fixture.send('PUT', `${DEFAULT_SITE}/slots/blue/config/appsettings`, { body: { properties: {} } }),
        fixture.send('GET', SETTINGS),
        fixture.send('GET', '/subscriptions'),
      ),
    status: 501,
    code: 'NotImplemented',
  },
  'api-version': {
    send: (fixture) =>
      all(
        fixture.send('POST', `${SETTINGS}/list`, { query: '' }),
        fixture.send('POST', `${SETTINGS}/list`, { query: '?api-version=2021-02-01' }),
        fixture.send('POST', `${SETTINGS}/list`, { query: '?api-version=latest' }),
      ),
    status: 400,
    code: /^(MissingApiVersionParameter|NoRegisteredProviderFound)$/,
  },
  'settings.value': {
    send: (fixture) =>
      all(
        fixture.update({ properties: { A: 1 } }),
        fixture.update({ properties: { A: null } }),
        fixture.update({ properties: { 'a-b': 'x' } }),
        fixture.update({ properties: [] }),
        fixture.update({}),
        fixture.update('no JSON'),
        fixture.update(undefined),
      ),
    status: 400,
    code: 'BadRequest',
  },
  site: {
    send: (fixture) =>
      all(
        fixture.send('POST', `${SETTINGS}/list`.replace('/sites/sluice-local', '/sites/other')),
        fixture.send(
          'POST',
          `${SETTINGS}/list`.replace('/resourceGroups/sluice-local', '/resourceGroups/other'),
        ),
        fixture.send('POST', `${SETTINGS}/list`.replace('00000000-', '10000000-')),
      ),
    status: 404,
    code: /NotFound$/,
  },
};

it.each(support.refused.map(({ id }) => id))('refuses %s without changing a setting', async (id) => {
  const probe = PROBES[id];
  if (probe === undefined) throw new Error(`no probe of ${id}`);
  const fixture = await SiteFixture.start({ A: '1' });
  try {
    for (const { status, body } of await probe.send(fixture)) {
      expect(status).toBe(probe.status);
      expect(body.error?.code).toMatch(probe.code);
    }
    expect(fixture.site.written).toEqual([]);
  } finally {
    await fixture.service.close();
  }
});

import { RequestGuard } from '../../../../local/kit';

const PORT = 7071;
const CODESPACE = {
  CODESPACE_NAME: 'fluffy-Otter-x1',
  GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: 'app.github.dev',
};
/** What a browser sends when a person opens a page from a link. */
const NAVIGATION = {
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

type Guarded = Parameters<RequestGuard['refusalOf']>[0];
interface Given {
  readonly method?: string;
  readonly allowedHosts?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly servesLocalPages?: boolean;
}

function refusalOf(headers: Record<string, string>, given: Given = {}): string | undefined {
  const { method = 'GET', allowedHosts = [], environment = {}, servesLocalPages = false } = given;
  const guard = new RequestGuard({ allowedHosts, environment });
  const request = { method, headers, socket: { localPort: PORT } } as unknown as Guarded;
  return guard.refusalOf(request, { servesLocalPages });
}

describe('the header Host', () => {
  it.each([
    'localhost',
    'localhost:7071',
    'LocalHost:8080',
    'devstoreaccount1.blob.localhost:10000',
    '127.0.0.1',
    '127.0.0.1:1',
    '127.1.2.3:7071',
    '[::1]',
    '[::1]:7071',
  ])('is allowed when it is the loopback name %s', (host) => {
    expect(refusalOf({ host })).toBeUndefined();
  });

  it.each([
    'rebound.example:7071',
    'localhost.example',
    'notlocalhost',
    '.localhost',
    '127.0.0.1.example:7071',
    '0.0.0.0:7071',
    '192.168.1.5',
    '[::2]:7071',
    '2130706433',
    'localhost@rebound.example',
    'rebound.example/localhost',
    '',
  ])('is refused when it is the other name "%s"', (host) => {
    expect(refusalOf({ host })).toMatch(/^The header Host names ".*--allow-host /);
  });

  it('is refused also for a link, with the flag that allows the name', () => {
    expect(refusalOf({ ...NAVIGATION, host: 'Build-Box:7071' })).toBe(
      'The header Host names "Build-Box:7071". If this is a name of your machine, start the service with --allow-host build-box.',
    );
  });

  it.each(['build-box', 'build-box:7071', 'BUILD-BOX:9', '192.168.1.5:7071', '[fd00::1]:7071'])(
    'is allowed when --allow-host names %s',
    (host) => {
      const allowedHosts = ['Build-Box', '192.168.1.5', 'fd00::1'];
      expect(refusalOf({ host }, { allowedHosts })).toBeUndefined();
      expect(refusalOf({ host: 'other' }, { allowedHosts })).toMatch('--allow-host other');
    },
  );

  it('is allowed when it is missing, as only HTTP/1.0 clients do', () => {
    expect(refusalOf({})).toBeUndefined();
  });

  it('is allowed when it is the name of the Codespace with this port', () => {
    const own = { host: 'fluffy-otter-x1-7071.app.github.dev' };
    expect(refusalOf(own, { environment: CODESPACE })).toBeUndefined();
    expect(refusalOf(own)).toMatch('--allow-host');
    const otherPort = { host: 'fluffy-otter-x1-8080.app.github.dev' };
    expect(refusalOf(otherPort, { environment: CODESPACE })).toMatch('--allow-host');
    const other = { host: 'grumpy-otter-x1-7071.app.github.dev' };
    expect(refusalOf(other, { environment: CODESPACE })).toMatch('--allow-host');
  });
});

describe('the header Origin', () => {
  const host = 'localhost:7071';
  it.each(['http://localhost:7071', 'http://127.0.0.1:7071', 'http://[::1]:3000', 'https://a.localhost'])(
    'is allowed when it is the loopback name %s',
    (origin) => {
      expect(refusalOf({ host, origin }, { method: 'POST' })).toBeUndefined();
    },
  );

  it.each([
    'https://evil.example',
    'http://localhost.evil.example:7071',
    'http://localhost@evil.example',
    'null',
    '',
    'file://',
    'chrome-extension://localhost',
    'http://localhost, http://evil.example',
  ])('is refused when it is "%s"', (origin) => {
    expect(refusalOf({ host, origin }, { method: 'POST' })).toMatch(/^A web page of ".*--allow-host /);
  });

  it('is refused with the flag that allows its name', () => {
    const headers = { host, origin: 'https://build-box:3000' };
    expect(refusalOf(headers)).toBe(
      'A web page of "https://build-box:3000" sent this request. If this is your own page, start the service with --allow-host build-box.',
    );
    expect(refusalOf(headers, { allowedHosts: ['build-box'] })).toBeUndefined();
  });

  it('is allowed when it is the page of the Codespace that forwards this port', () => {
    const origin = 'https://fluffy-otter-x1-7071.app.github.dev';
    expect(refusalOf({ host, origin }, { environment: CODESPACE, method: 'POST' })).toBeUndefined();
    expect(refusalOf({ host, origin }, { method: 'POST' })).toMatch('--allow-host');
  });
});

describe('the header Sec-Fetch-Site', () => {
  const host = '127.0.0.1:7071';
  it.each(['same-origin', 'none'])('is allowed when it is %s', (site) => {
    expect(refusalOf({ host, 'sec-fetch-site': site })).toBeUndefined();
  });

  it.each(['GET', 'POST', 'OPTIONS'])('is refused when another site or port sends %s', (method) => {
    for (const site of ['cross-site', 'same-site', 'same-origin, cross-site']) {
      expect(refusalOf({ host, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }, { method })).toBe(
        `A web page of another site or port sent this request (Sec-Fetch-Site: ${site}). ` +
          'Only its own pages may call this service; --allow-host NAME adds a name for them.',
      );
    }
  });

  it('is refused also when the origin has a loopback name, because another port is another page', () => {
    const headers = { host, origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' };
    expect(refusalOf(headers)).toMatch('Sec-Fetch-Site: same-site');
  });

  it('is allowed when a link opens a page', () => {
    expect(refusalOf({ host, ...NAVIGATION })).toBeUndefined();
    expect(refusalOf({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBeUndefined();
  });

  it('is refused when a form, a frame or a script of another site sends the request', () => {
    const form = { host, ...NAVIGATION, origin: 'https://evil.example' };
    expect(refusalOf(form, { method: 'POST' })).toMatch('https://evil.example');
    expect(refusalOf({ host, ...NAVIGATION }, { method: 'POST' })).toMatch('Sec-Fetch-Site: cross-site');
    expect(refusalOf({ host, ...NAVIGATION, 'sec-fetch-dest': 'iframe' })).toMatch('Sec-Fetch-Site');
    expect(refusalOf({ host, ...NAVIGATION, 'sec-fetch-mode': 'cors' })).toMatch('Sec-Fetch-Site');
  });

  it('is allowed for pages of this machine only, when the operation serves local pages', () => {
    const servesLocalPages = true;
    const page = { host, origin: 'http://localhost:7071', 'sec-fetch-site': 'cross-site' };
    expect(refusalOf(page, { servesLocalPages })).toBeUndefined();
    const foreign = { ...page, origin: 'https://evil.example' };
    expect(refusalOf(foreign, { servesLocalPages })).toMatch('https://evil.example');
    expect(refusalOf({ host, 'sec-fetch-site': 'cross-site' }, { servesLocalPages })).toMatch(
      'Sec-Fetch-Site',
    );
  });
});

describe('--allow-host', () => {
  it.each(['*', '*.example', 'http://build-box', 'build-box:7071', 'a b', '', '-a', '::zz', '[build-box]'])(
    'is refused when it is "%s"',
    (name) => {
      expect(() => new RequestGuard({ allowedHosts: [name] })).toThrow(
        `--allow-host must be a name or an address such as build-box or 192.168.1.5, without scheme, port and wildcard, not "${name}"`,
      );
    },
  );
});

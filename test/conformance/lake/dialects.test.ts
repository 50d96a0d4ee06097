import { createHmac } from 'node:crypto';
import { get } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { DEVELOPMENT_ACCOUNT_KEY } from '../../../local/lake';
import { LakeFixture } from './lake-fixture';

/** Requests as clients in other languages send them. */
describe('requests of other vendors’ clients', () => {
  const fixture = new LakeFixture();
  beforeAll(async () => {
    await fixture.start();
    for (const name of ['d/a', 'd/b/1', 'd/b/2', 'd/c'])
      await fixture.blobs.getBlockBlobClient(name).upload('12345', 5);
  });
  afterAll(() => fixture.remove());

  const blobNames = async (query: string) => {
    const text = await (await fixture.send(`/bronze?restype=container&comp=list&prefix=d/${query}`)).text();
    return [...text.matchAll(/<Name>([^<]*)<\/Name>/g)].map(([, name]) => name);
  };
  const pathNames = async (query: string) => {
    const response = await fixture.send(`/bronze?resource=filesystem&directory=d&${query}`);
    const body = (await response.json()) as { paths?: { name: string }[] };
    return body.paths?.map(({ name }) => name) ?? response.headers.get('x-ms-error-code');
  };

  test('lists blobs from a name on, as delta-rs asks', async () => {
    expect(await blobNames('&startFrom=d/b/2')).toEqual(['d/b/2', 'd/c']);
    expect(await blobNames('&startFrom=d/b/15')).toEqual(['d/b/2', 'd/c']);
    expect(await blobNames('&startFrom=d/b&delimiter=/')).toEqual(['d/b/', 'd/c']);
    expect(await blobNames('&startFrom=e')).toEqual([]);
    expect(await blobNames('&startFrom=a')).toEqual(['d/a', 'd/b', 'd/b/1', 'd/b/2', 'd/c']);
  });

  test('reads a plus sign in a query as a space, as Go sends it', async () => {
    await fixture.blobs.getBlockBlobClient('with space+plus').upload('', 0);
    const url = '/bronze?restype=container&comp=list&prefix=with+space%2Bp';
    expect(await (await fixture.send(url)).text()).toContain('<Name>with space+plus</Name>');
  });

  test('lists paths from a name that is relative to the directory', async () => {
    expect(await pathNames('recursive=true&beginFrom=b/2')).toEqual(['d/b/2', 'd/c']);
    expect(await pathNames('recursive=false&beginFrom=b')).toEqual(['d/b', 'd/c']);
    expect(await pathNames('recursive=false&beginFrom=b/2')).toBe('InvalidQueryParameterValue');
  });

  test('treats headers sent empty as absent', async () => {
    await fixture.blobs.getBlockBlobClient('empty headers').upload('', 0);
    const renamed = await fixture.send('/bronze/renamed', {
      method: 'PUT',
      headers: {
        'x-ms-rename-source': '/bronze/empty%20headers',
        'x-ms-source-lease-id': '',
        'x-ms-lease-id': '',
        'if-match': '',
        'x-ms-of-tomorrow': '',
      },
    });
    expect(renamed.status).toBe(201);
  });

  test.each(['POST', 'PUT'])('takes %s with a method override for PATCH', async (method) => {
    const url = `/bronze/override-${method}`;
    await fixture.send(`${url}?resource=file`, { method: 'PUT' });
    const headers = { 'x-http-method-override': 'PATCH', 'content-type': 'application/octet-stream' };
    const appended = await fixture.send(`${url}?action=append&position=0`, { method, headers, body: 'text' });
    expect(appended.status).toBe(202);
    expect((await fixture.send(`${url}?action=flush&position=4`, { method, headers })).status).toBe(200);
    expect(await (await fixture.send(url)).text()).toBe('text');
    const other = await fixture.send(url, { method, headers: { 'x-http-method-override': 'DELETE' } });
    expect(other.headers.get('x-ms-error-code')).toBe('InvalidHeaderValue');
    expect((await fixture.send(url, { method: 'HEAD' })).status).toBe(200);
  });

  test('answers errors of HEAD without a content type', async () => {
    for (const url of ['/bronze/none', '/bronze/none?action=getStatus', '/none?restype=container']) {
      const missing = await fixture.send(url, { method: 'HEAD' });
      expect([missing.status, missing.headers.get('content-type')]).toEqual([404, null]);
      expect(missing.headers.get('x-ms-error-code')).toMatch(/NotFound$/);
    }
  });

  test('returns the status of the root directory', async () => {
    for (const url of ['/bronze', '/bronze/', '/bronze//']) {
      const status = await fixture.send(`${url}?action=getStatus`, { method: 'HEAD' });
      expect([status.status, status.headers.get('x-ms-resource-type')]).toEqual([200, 'directory']);
    }
  });

  test('lists with every inclusion that cannot have an effect, in any case of letters', async () => {
    await fixture.blobs.getBlockBlobClient('d/a').setMetadata({ purpose: 'test' });
    const list = async (include: string) =>
      (await fixture.send(`/bronze?restype=container&comp=list&include=${include}`)).text();
    const text = await list('Metadata,DELETED,tags,snapshots,versions,Copy');
    expect(text).toContain('<purpose>test</purpose>');
    expect(text).not.toContain('Deleted');
    expect(await list('deleted')).not.toContain('purpose');
  });

  test('returns the length with a range that is not there', async () => {
    const beyond = await fixture.send('/bronze/d/a', { headers: { 'x-ms-range': 'bytes=5-9' } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */5']);
  });

  test('continues a list by name, also if that name no longer exists, and refuses a foreign marker', async () => {
    for (const name of ['m/a', 'm/b', 'm/c']) await fixture.blobs.getBlockBlobClient(name).upload('', 0);
    const list = (marker = '') =>
      fixture.send(
        `/bronze?restype=container&comp=list&prefix=m/&maxresults=2&marker=${encodeURIComponent(marker)}`,
      );
    const marker = /<NextMarker>(.+)<\/NextMarker>/.exec(await (await list()).text())?.[1] ?? '';
    expect(marker).not.toContain('m/');
    await fixture.blobs.getBlobClient('m/b').delete();
    expect(await (await list(marker)).text()).toContain('<Name>m/c</Name>');
    const foreign = await list('m/b');
    expect([foreign.status, foreign.headers.get('x-ms-error-code')]).toEqual([400, 'OutOfRangeInput']);
    expect(await pathNames('recursive=true&continuation=d')).toBe('InvalidQueryParameterValue');
  });

  // Proves endpoint of lake with HTTP.
  test('accepts the account in the host instead of the path, as EndpointSuffix of C++ makes it', async () => {
    const { port } = fixture.lake;
    const date = new Date().toUTCString();
    const send = (path: string, host: string) => {
      const [name = '', query = ''] = path.split('?');
      const parameters = query
        .split('&')
        .sort()
        .map((pair) => `\n${pair.replace('=', ':')}`);
      const text = `GET${'\n'.repeat(12)}x-ms-date:${date}\nx-ms-version:2024-11-04\n/devstoreaccount1${name}${parameters.join('')}`;
      const signature = createHmac('sha256', Buffer.from(DEVELOPMENT_ACCOUNT_KEY, 'base64'))
        .update(text)
        .digest('base64');
      const authorization = `SharedKey devstoreaccount1:${signature}`;
      const headers = {
        host: `${host}:${port}`,
        'x-ms-date': date,
        'x-ms-version': '2024-11-04',
        authorization,
      };
      return new Promise<string>((resolve, reject) => {
        get({ port, path, headers }, (response) => {
          textOf(response).then((body) => {
            resolve(`${response.statusCode ?? ''} ${body}`);
          }, reject);
        }).on('error', reject);
      });
    };
    const query = 'restype=container&comp=list&prefix=d/a';
    const listed = await send(`/bronze?${query}`, 'devstoreaccount1.blob.localhost');
    expect(listed).toContain('<Name>d/a</Name>');
    expect(listed).toContain(`ServiceEndpoint="http://devstoreaccount1.blob.localhost:${port}/"`);
    expect(await send('/?comp=list', 'devstoreaccount1.dfs.localhost')).toContain('<Name>bronze</Name>');
    expect(await send(`/bronze?${query}`, 'another.blob.localhost')).toContain('400 ');
  });

  test('returns access and properties with HEAD and upn, as Hadoop reads extended attributes', async () => {
    await fixture.paths.getFileClient('attributes').create({ metadata: { k: 'v' } });
    const { status, headers } = await fixture.send('/bronze/attributes?upn=false', { method: 'HEAD' });
    expect([status, headers.get('x-ms-properties'), headers.get('x-ms-permissions')]).toEqual([
      200,
      `k=${Buffer.from('v').toString('base64')}`,
      'rw-r-----',
    ]);
  });
});

import { LakeFixture } from './lake-fixture';

/** Requests as clients in other languages send them. */
// Proves dialects of lake with HTTP.
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

  // Proves blob.list of lake with HTTP.
  test('lists blobs from a name on, as delta-rs asks', async () => {
    expect(await blobNames('&startFrom=d/b/2')).toEqual(['d/b/2', 'd/c']);
    expect(await blobNames('&startFrom=d/b/15')).toEqual(['d/b/2', 'd/c']);
    expect(await blobNames('&startFrom=d/b&delimiter=/')).toEqual(['d/b/', 'd/c']);
    expect(await blobNames('&startFrom=e')).toEqual([]);
    expect(await blobNames('&startFrom=a')).toEqual(['d/a', 'd/b', 'd/b/1', 'd/b/2', 'd/c']);
  });

  // Proves path.list of lake with HTTP.
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

  // Proves path.append of lake with HTTP.
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
});

import * as fs from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { LakeFixture, refusal } from './lake-fixture';

const NAMES = [
  'with space/and more  spaces',
  'ünïcödé/日本語/🌊.txt',
  'quotes\'"and`ticks',
  'percent%20literal/100%',
  'plus+and&equals=#hash?question',
  'semi;colon:star*pipe|<angle>',
  'back\\slash',
  '.hidden/..dots/...',
  'tab-less [brackets] {braces} ~!@$^()_-,',
  'ends with dot.',
];

describe('names and the directory', () => {
  const fixture = new LakeFixture();
  beforeEach(() => fixture.start());
  afterEach(() => fixture.stop());
  afterAll(() => fixture.remove());

  // Proves directory, endpoint of lake with JavaScript.
  test.each(NAMES)('stores %s as a plain file with that name, on both endpoints', async (name) => {
    const bytes = gzipSync(`bytes of ${name}`);
    await fixture.blobs.getBlockBlobClient(name).upload(bytes, bytes.length, { metadata: { kept: 'yes' } });
    expect(gunzipSync(fs.readFileSync(fixture.file(name))).toString()).toBe(`bytes of ${name}`);
    const file = fixture.paths.getFileClient(name);
    expect((await file.readToBuffer()).equals(bytes)).toBe(true);
    const listed: (string | undefined)[] = [];
    for await (const blob of fixture.blobs.listBlobsFlat()) listed.push(blob.name);
    for await (const path of fixture.paths.listPaths({ recursive: true })) listed.push(path.name);
    expect(listed.filter((other) => other === name)).toHaveLength(2);
    await fixture.restart();
    expect((await fixture.paths.getFileClient(name).getProperties()).metadata).toEqual({ kept: 'yes' });
    await fixture.paths.getFileClient(name).delete();
    expect(fs.existsSync(fixture.file(name))).toBe(false);
  });

  test('treats an encoded slash as a slash', async () => {
    const answer = await fixture.send('/bronze/coded%2Fslash', {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' },
      body: 'x',
    });
    expect(answer.status).toBe(201);
    expect(fs.readFileSync(fixture.file('coded/slash'), 'utf8')).toBe('x');
  });

  test('never accesses paths outside its directory', async () => {
    const outside = join(fixture.directory, 'outside');
    for (const url of [
      '/bronze/..%2Foutside%2Ffile',
      '/bronze/%2E%2E%2Foutside%2Ffile',
      '/bronze/a%2F..%2F..%2Foutside%2Ffile',
      '/..%2Fbronze/file',
      '/.lake/journal.ndjson',
      '/bronze/%00',
      '/bronze/%zz',
    ]) {
      const answer = await fixture.send(url, {
        method: 'PUT',
        headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain' },
        body: 'x',
      });
      expect([url, answer.status]).toEqual([url, 400]);
    }
    const file = fixture.paths.getFileClient('inside');
    await file.create();
    const renamed = await fixture.send('/bronze/target?mode=legacy', {
      method: 'PUT',
      headers: { 'x-ms-rename-source': '/bronze/..%2F..%2Fetc%2Fpasswd' },
    });
    expect(renamed.status).toBe(400);
    expect(fs.existsSync(outside)).toBe(false);
    expect(fs.readdirSync(fixture.directory).sort()).toEqual(['.lake', 'bronze']);
  });

  test('refuses metadata that is not valid in a header', async () => {
    const put = (metadata: Record<string, string>) =>
      refusal(fixture.blobs.getBlockBlobClient('meta').upload('x', 1, { metadata }));
    expect(await put({ 'not-an-identifier': 'x' })).toBe('400 InvalidMetadata');
    expect(await put({ long: 'x'.repeat(9000) })).toBe('400 InvalidMetadata');
    expect(await refusal(fixture.paths.getFileClient('meta').create({ metadata: { a: '日本' } }))).toBe(
      '400 InvalidProperties',
    );
  });

  // Proves directory of lake with JavaScript.
  test('serves files written by hand, and detects changes by hand', async () => {
    fs.mkdirSync(fixture.file('by/hand'), { recursive: true });
    fs.writeFileSync(fixture.file('by/hand/rows.csv'), 'a,b\n1,2\n');
    const client = fixture.blobs.getBlobClient('by/hand/rows.csv');
    const first = await client.getProperties();
    expect(first).toMatchObject({ contentLength: 8, contentType: 'application/octet-stream', metadata: {} });
    await fixture.restart();
    expect((await fixture.blobs.getBlobClient('by/hand/rows.csv').getProperties()).etag).toBe(first.etag);
    const reopened = fixture.blobs.getBlobClient('by/hand/rows.csv');
    const own = await reopened.setMetadata({ added: 'later' }, { conditions: { ifMatch: first.etag ?? '' } });
    fs.appendFileSync(fixture.file('by/hand/rows.csv'), '3,4\n');
    const changed = await fixture.blobs.getBlobClient('by/hand/rows.csv').getProperties();
    expect(changed).toMatchObject({ contentLength: 12, metadata: { added: 'later' } });
    expect(changed.etag).not.toBe(own.etag);
    fs.rmSync(fixture.file('by'), { recursive: true });
    expect(await fixture.blobs.getBlobClient('by/hand/rows.csv').exists()).toBe(false);
  });

  // Proves directory of lake with JavaScript.
  test('keeps metadata and ETags when the whole directory is copied', async () => {
    const { etag } = await fixture.blobs
      .getBlockBlobClient('backed/up')
      .upload('bytes', 5, { metadata: { n: '1' } });
    await fixture.stop();
    const copy = new LakeFixture();
    try {
      fs.cpSync(fixture.directory, copy.directory, { recursive: true, preserveTimestamps: true });
      await copy.start();
      const properties = await copy.blobs.getBlobClient('backed/up').getProperties();
      expect(properties).toMatchObject({ etag, metadata: { n: '1' } });
    } finally {
      await copy.remove();
    }
  });
});

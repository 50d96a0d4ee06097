import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { Readable } from 'node:stream';
import { BlobServiceClient } from '@azure/storage-blob';
import { blobClient, LakeFixture, refusal, wrongKey } from './lake-fixture';

describe('Blob endpoint', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  const put = (name: string, text: string, options = {}) =>
    fixture.blobs.getBlockBlobClient(name).upload(text, Buffer.byteLength(text), options);

  // Proves container of lake with JavaScript.
  describe('containers', () => {
    test('are created once, found, and deleted with their contents', async () => {
      const container = blobClient(fixture.lake.connectionString).getContainerClient('silver');
      expect(await container.exists()).toBe(false);
      const created = await container.create({ metadata: { owner: 'team' } });
      expect(created.etag).toMatch(/^"0x[0-9A-F]+"$/);
      expect(await refusal(container.create())).toBe('409 ContainerAlreadyExists');
      expect((await container.createIfNotExists()).succeeded).toBe(false);
      expect((await container.getProperties()).metadata).toEqual({ owner: 'team' });
      await container.setMetadata({ owner: 'other' });
      const properties = await container.getProperties();
      expect(properties.metadata).toEqual({ owner: 'other' });
      expect(properties.etag).not.toBe(created.etag);
      await container.getBlockBlobClient('a/b').upload('x', 1);
      await container.delete();
      expect(await container.exists()).toBe(false);
      expect(await refusal(container.delete())).toBe('404 ContainerNotFound');
      expect(await refusal(container.getBlockBlobClient('a/b').upload('x', 1))).toBe('404 ContainerNotFound');
      expect((await container.createIfNotExists()).succeeded).toBe(true);
      expect(await container.getBlockBlobClient('a/b').exists()).toBe(false);
    });

    test('are listed by prefix and page', async () => {
      const service = blobClient(fixture.lake.connectionString);
      for (const name of ['list-a', 'list-b', 'list-c'])
        await service.createContainer(name, { metadata: { name } });
      const pages: (string | undefined)[][] = [];
      for await (const page of service
        .listContainers({ prefix: 'list-', includeMetadata: true })
        .byPage({ maxPageSize: 2 }))
        pages.push(page.containerItems.map((item) => item.metadata?.['name']));
      expect(pages).toEqual([['list-a', 'list-b'], ['list-c']]);
    });

    test.each(['ab', 'Upper', 'a--b', '-ab', 'a_b'])('refuses the name %s', async (name) => {
      const container = blobClient(fixture.lake.connectionString).getContainerClient(name);
      expect(await refusal(container.create())).toBe('400 InvalidResourceName');
    });
  });

  // Proves blob.put, blob.read, blob.list of lake with JavaScript.
  test('returns stored bytes, metadata and content headers', async () => {
    const put1 = await put('plain/first.json', '{"a":1}', {
      metadata: { firstSequenceNumber: '1', last_x: 'two words' },
      blobHTTPHeaders: {
        blobContentType: 'application/json',
        blobContentEncoding: 'identity',
        blobContentLanguage: 'en',
        blobContentDisposition: 'inline',
        blobCacheControl: 'no-store',
      },
    });
    expect(fs.readFileSync(fixture.file('plain/first.json'), 'utf8')).toBe('{"a":1}');
    const client = fixture.blobs.getBlobClient('plain/first.json');
    const properties = await client.getProperties();
    expect(properties).toMatchObject({
      etag: put1.etag,
      lastModified: put1.lastModified,
      contentLength: 7,
      contentType: 'application/json',
      contentEncoding: 'identity',
      contentLanguage: 'en',
      contentDisposition: 'inline',
      cacheControl: 'no-store',
      blobType: 'BlockBlob',
      leaseState: 'available',
      accessTier: 'Hot',
      // Headers lose the case of their names; a listing keeps it.
      metadata: { firstsequencenumber: '1', last_x: 'two words' },
    });
    expect(properties.contentMD5).toEqual(new Uint8Array(createHash('md5').update('{"a":1}').digest()));
    expect(properties.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(properties.version).toBeDefined();
    expect(properties.date).toBeInstanceOf(Date);
    const items = [];
    for await (const item of fixture.blobs.listBlobsFlat({ prefix: 'plain/', includeMetadata: true }))
      items.push(item);
    expect(items[0]?.metadata).toEqual({ firstSequenceNumber: '1', last_x: 'two words' });
    expect(items[0]?.properties).toMatchObject({ contentType: 'application/json', contentLength: 7 });
  });

  // Proves blob.change of lake with JavaScript.
  test('replaces all metadata and content headers, each with a new ETag', async () => {
    const first = await put('props', 'x', { metadata: { a: '1' } });
    const client = fixture.blobs.getBlobClient('props');
    const second = await client.setMetadata({ b: '2' }, { conditions: { ifMatch: first.etag ?? '' } });
    const third = await client.setHTTPHeaders({ blobContentType: 'text/plain' });
    expect(new Set([first.etag, second.etag, third.etag]).size).toBe(3);
    const properties = await client.getProperties();
    expect(properties).toMatchObject({ etag: third.etag, metadata: { b: '2' }, contentType: 'text/plain' });
    expect(properties.contentMD5).toBeUndefined();
    expect(await refusal(client.setMetadata({}, { conditions: { ifMatch: first.etag ?? '' } }))).toBe(
      '412 ConditionNotMet',
    );
  });

  // Proves blob.read of lake with JavaScript, HTTP.
  test('reads ranges, and refuses one that begins beyond the end', async () => {
    await put('range', '0123456789');
    const client = fixture.blobs.getBlobClient('range');
    expect((await client.downloadToBuffer(2, 3)).toString()).toBe('234');
    expect((await client.downloadToBuffer(8)).toString()).toBe('89');
    const part = await client.download(8, 100);
    expect(part).toMatchObject({ contentLength: 2, contentRange: 'bytes 8-9/10' });
    part.readableStreamBody?.resume();
    expect(await refusal(client.download(10))).toBe('416 InvalidRange');
    const answer = await fixture.send('/bronze/range', { headers: { range: 'bytes=4-5' } });
    expect([answer.status, await answer.text()]).toEqual([206, '45']);
  });

  test('returns an empty blob', async () => {
    await put('empty', '');
    const client = fixture.blobs.getBlobClient('empty');
    expect((await client.getProperties()).contentLength).toBe(0);
    expect((await client.downloadToBuffer()).length).toBe(0);
  });

  test('returns 404 for an unknown blob', async () => {
    const client = fixture.blobs.getBlobClient('missing/blob');
    expect(await client.exists()).toBe(false);
    expect(await refusal(client.download())).toBe('404 BlobNotFound');
    expect(await refusal(client.delete())).toBe('404 BlobNotFound');
    expect(await refusal(client.setMetadata({}))).toBe('404 BlobNotFound');
    // A path below a file does not exist either.
    await put('a-file', 'x');
    expect(await fixture.blobs.getBlobClient('a-file/below').exists()).toBe(false);
  });

  // Proves blob.put, digests of lake with JavaScript, HTTP.
  test('checks the MD5 of a body, and stores nothing when it differs', async () => {
    const md5 = new Uint8Array(createHash('md5').update('other').digest());
    const client = fixture.blobs.getBlockBlobClient('md5');
    expect(await refusal(client.upload('text', 4, { blobHTTPHeaders: { blobContentMD5: md5 } }))).toBe(
      '400 Md5Mismatch',
    );
    expect(await client.exists()).toBe(false);
    const answer = await fixture.send('/bronze/md5', {
      method: 'PUT',
      headers: {
        'x-ms-blob-type': 'BlockBlob',
        'content-md5': Buffer.from(md5).toString('base64'),
        'content-type': 'text/plain',
      },
      body: 'text',
    });
    expect(answer.status).toBe(400);
    expect(fs.readdirSync(`${fixture.directory}/.lake/temporary`)).toEqual([]);
  });

  // Proves blob.blocks of lake with JavaScript.
  test('creates a blob from staged blocks, which are not visible before', async () => {
    const client = fixture.blobs.getBlockBlobClient('blocks/large.parquet');
    const id = (text: string) => Buffer.from(text).toString('base64');
    await client.stageBlock(id('1'), 'one,', 4);
    await client.stageBlock(id('2'), 'two,', 4);
    expect(await client.exists()).toBe(false);
    expect((await client.getBlockList('uncommitted')).uncommittedBlocks).toEqual([
      { name: id('1'), size: 4 },
      { name: id('2'), size: 4 },
    ]);
    await client.commitBlockList([id('2'), id('1'), id('2')], { metadata: { from: 'blocks' } });
    expect((await client.downloadToBuffer()).toString()).toBe('two,one,two,');
    // A later list may combine blocks of the blob with new ones.
    await client.stageBlock(id('3'), 'three', 5);
    await client.commitBlockList([id('1'), id('3')]);
    expect(fs.readFileSync(fixture.file('blocks/large.parquet'), 'utf8')).toBe('one,three');
    const lists = await client.getBlockList('all');
    expect(lists.committedBlocks).toEqual([
      { name: id('1'), size: 4 },
      { name: id('3'), size: 5 },
    ]);
    expect(lists.uncommittedBlocks ?? []).toEqual([]);
    expect(await refusal(client.commitBlockList([id('9')]))).toBe('400 InvalidBlockList');
  });

  // Proves blob.blocks of lake with JavaScript.
  test('accepts uploads in blocks, from memory and from a stream', async () => {
    const bytes = Buffer.alloc(5_000_000, 'sluice ');
    const fromMemory = fixture.blobs.getBlockBlobClient('split/memory');
    await fromMemory.uploadData(bytes, {
      maxSingleShotSize: 1_000_000,
      blockSize: 1_000_000,
      concurrency: 4,
    });
    const fromStream = fixture.blobs.getBlockBlobClient('split/stream');
    await fromStream.uploadStream(
      Readable.from([bytes.subarray(0, 3_000_000), bytes.subarray(3_000_000)]),
      1_000_000,
      3,
      {
        conditions: { ifNoneMatch: '*' },
      },
    );
    for (const name of ['split/memory', 'split/stream']) {
      expect(fs.readFileSync(fixture.file(name)).equals(bytes)).toBe(true);
      expect((await fixture.blobs.getBlobClient(name).downloadToBuffer()).equals(bytes)).toBe(true);
    }
    expect(fs.readdirSync(`${fixture.directory}/.lake/temporary`)).toEqual([]);
  });

  // Proves blob.copy of lake with JavaScript.
  test('copies within the account, with properties and metadata', async () => {
    const source = await put('copy/from', 'bytes', {
      metadata: { a: '1' },
      blobHTTPHeaders: { blobContentType: 'text/csv' },
    });
    const url = fixture.blobs.getBlobClient('copy/from').url;
    const target = fixture.blobs.getBlockBlobClient('copy/to');
    expect((await target.syncCopyFromURL(url)).copyStatus).toBe('success');
    expect(await target.getProperties()).toMatchObject({
      metadata: { a: '1' },
      contentType: 'text/csv',
      contentLength: 5,
    });
    const poller = await target.beginCopyFromURL(url, { metadata: { b: '2' } });
    await poller.pollUntilDone();
    expect((await target.getProperties()).metadata).toEqual({ b: '2' });
    const stale = { sourceConditions: { ifNoneMatch: source.etag ?? '' } };
    expect(await refusal(target.syncCopyFromURL(url, stale))).toBe('412 SourceConditionNotMet');
  });

  // Proves blob.change of lake with JavaScript.
  test('deletes a blob, and a directory only if it is empty', async () => {
    await put('gone/one', 'x');
    await expect(fixture.blobs.getBlobClient('gone').delete()).rejects.toMatchObject({
      statusCode: 409,
      code: 'DirectoryIsNotEmpty',
    });
    await fixture.blobs.getBlobClient('gone/one').delete();
    expect(fs.existsSync(fixture.file('gone/one'))).toBe(false);
    await fixture.blobs.getBlobClient('gone').delete();
    expect(fs.existsSync(fixture.file('gone'))).toBe(false);
  });

  // Proves blob.list of lake with JavaScript.
  test('lists hierarchically, with directories as prefixes', async () => {
    for (const name of ['tree/b/1', 'tree/a', 'tree/b.txt', 'tree/c/d/2']) await put(name, 'x');
    const names = [];
    for await (const item of fixture.blobs.listBlobsByHierarchy('/', { prefix: 'tree/' }))
      names.push([item.kind, item.name]);
    // The client returns the prefixes of a page before its blobs.
    expect(names).toEqual([
      ['prefix', 'tree/b/'],
      ['prefix', 'tree/c/'],
      ['blob', 'tree/a'],
      ['blob', 'tree/b.txt'],
    ]);
  });

  // Proves auth.shared-key of lake with JavaScript.
  test('refuses a wrong key, and a request without a signature', async () => {
    const service = new BlobServiceClient(fixture.lake.baseUrl, wrongKey(), {
      retryOptions: { maxTries: 1 },
    });
    expect(await refusal(service.getContainerClient('bronze').getBlockBlobClient('x').upload('x', 1))).toBe(
      '403 AuthenticationFailed',
    );
    const answer = await fetch(`${fixture.lake.baseUrl}/bronze/plain/first.json`);
    expect([answer.status, answer.headers.get('x-ms-error-code')]).toEqual([
      401,
      'NoAuthenticationInformation',
    ]);
  });

  test('returns errors as XML', async () => {
    const answer = await fixture.send('/bronze/nothing');
    expect(answer.headers.get('content-type')).toBe('application/xml');
    expect(await answer.text()).toMatch(/<Error><Code>BlobNotFound<\/Code><Message>.*RequestId:/s);
  });
});

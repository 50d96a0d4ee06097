import { LakeFixture, refusal } from './lake-fixture';

// Proves blob.append of lake with JavaScript.
describe('append blobs', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  const read = async (name: string) =>
    (await fixture.blobs.getBlobClient(name).downloadToBuffer()).toString();

  async function create(name: string, ...blocks: string[]) {
    const blob = fixture.blobs.getAppendBlobClient(name);
    await blob.create();
    for (const block of blocks) await blob.appendBlock(block, block.length);
    return blob;
  }

  // Proves blob.append of lake with JavaScript.
  test('appends blocks, and says where', async () => {
    const blob = fixture.blobs.getAppendBlobClient('log');
    const { etag } = await blob.create({
      metadata: { a: '1' },
      blobHTTPHeaders: { blobContentType: 'text/plain' },
    });
    const first = await blob.appendBlock('one,', 4);
    const second = await blob.appendBlock('two', 3);
    expect([first.blobAppendOffset, first.blobCommittedBlockCount]).toEqual(['0', 1]);
    expect([second.blobAppendOffset, second.blobCommittedBlockCount]).toEqual(['4', 2]);
    expect(new Set([etag, first.etag, second.etag]).size).toBe(3);
    expect(await read('log')).toBe('one,two');
    await fixture.restart();
    expect(await fixture.blobs.getBlobClient('log').getProperties()).toMatchObject({
      blobType: 'AppendBlob',
      blobCommittedBlockCount: 2,
      contentLength: 7,
      contentType: 'text/plain',
      contentMD5: undefined,
      metadata: { a: '1' },
      accessTier: undefined,
    });
  });

  test('keeps type and creation time in lists, renames and copies', async () => {
    const blob = await create('kept/a', 'x');
    const { createdOn } = await blob.getProperties();
    await blob.appendBlock('y', 1);
    expect((await blob.getProperties()).createdOn).toEqual(createdOn);
    await fixture.paths.getFileClient('kept/a').move('kept/b');
    const source = fixture.blobs.getAppendBlobClient('kept/b');
    await (await fixture.blobs.getAppendBlobClient('kept/c').beginCopyFromURL(source.url)).pollUntilDone();
    await source.appendBlock('z', 1);
    await fixture.blobs.getAppendBlobClient('kept/c').appendBlock('!', 1);
    const types: Record<string, string | undefined> = {};
    for await (const { name, properties } of fixture.blobs.listBlobsFlat({ prefix: 'kept/' }))
      types[name] = properties.blobType;
    expect(types).toEqual({ 'kept/b': 'AppendBlob', 'kept/c': 'AppendBlob' });
    expect([await read('kept/b'), await read('kept/c')]).toEqual(['xyz', 'xy!']);
  });

  test('appends each block once when several clients append', async () => {
    const blob = await create('shared');
    const blocks = Array.from({ length: 20 }, (_, index) => `<${index}>`);
    const replies = await Promise.all(blocks.map((block) => blob.appendBlock(block, block.length)));
    const content = await read('shared');
    for (const [index, { blobAppendOffset }] of replies.entries())
      expect(content.startsWith(blocks[index] ?? '?', Number(blobAppendOffset))).toBe(true);
    expect(content).toHaveLength(blocks.join('').length);
  });

  test('checks the position and the size', async () => {
    const blob = await create('limits', '12345');
    const append = (conditions: { appendPosition?: number; maxSize?: number; ifMatch?: string }) =>
      refusal(blob.appendBlock('67', 2, { conditions }));
    expect(await append({ appendPosition: 4 })).toBe('412 AppendPositionConditionNotMet');
    expect(await append({ maxSize: 6 })).toBe('412 MaxBlobSizeConditionNotMet');
    expect(await append({ ifMatch: '"0x1"' })).toBe('412 ConditionNotMet');
    expect(await read('limits')).toBe('12345');
    expect(await append({ appendPosition: 5, maxSize: 7 })).toBe('accepted');
    expect(await read('limits')).toBe('1234567');
  });

  test('needs the lease of a leased blob', async () => {
    const blob = await create('leased');
    const lease = blob.getBlobLeaseClient();
    await lease.acquireLease(-1);
    expect(await refusal(blob.appendBlock('x', 1))).toBe('412 LeaseIdMissing');
    await blob.appendBlock('x', 1, { conditions: { leaseId: lease.leaseId } });
    expect(await read('leased')).toBe('x');
  });

  test('checks the digest of a block', async () => {
    const blob = await create('digest');
    const transactionalContentMD5 = Buffer.alloc(16);
    expect(await refusal(blob.appendBlock('x', 1, { transactionalContentMD5 }))).toBe('400 Md5Mismatch');
    expect(await read('digest')).toBe('');
  });

  test('appends a range of another blob', async () => {
    const source = fixture.blobs.getBlockBlobClient('source');
    const { etag } = await source.upload('0123456789', 10);
    const blob = await create('from-url', 'a');
    const reply = await blob.appendBlockFromURL(source.url, 2, 3, {
      sourceConditions: { ifMatch: etag ?? '' },
      conditions: { appendPosition: 1 },
    });
    expect(reply.blobAppendOffset).toBe('1');
    expect(await read('from-url')).toBe('a234');
    expect(
      await refusal(blob.appendBlockFromURL(source.url, 0, 1, { sourceConditions: { ifMatch: '"0x1"' } })),
    ).toBe('412 SourceConditionNotMet');
    expect(await refusal(blob.appendBlockFromURL(`${source.url}-none`, 0, 1))).toBe(
      '404 CannotVerifyCopySource',
    );
  });

  test('keeps a sealed blob as it is until it is deleted', async () => {
    const blob = await create('sealed', 'x');
    const { etag } = await blob.getProperties();
    expect(await refusal(blob.seal({ conditions: { appendPosition: 0 } }))).toBe(
      '412 AppendPositionConditionNotMet',
    );
    await blob.seal();
    await blob.seal();
    await fixture.restart();
    const sealed = fixture.blobs.getAppendBlobClient('sealed');
    expect(await sealed.getProperties()).toMatchObject({ isSealed: true, etag });
    expect(await refusal(sealed.appendBlock('y', 1))).toBe('409 BlobIsSealed');
    expect(await refusal(fixture.blobs.getBlockBlobClient('sealed').upload('z', 1))).toBe('409 BlobIsSealed');
    expect(await read('sealed')).toBe('x');
    await sealed.delete();
    await fixture.blobs.getBlockBlobClient('sealed').upload('z', 1);
  });

  test('refuses operations on the other type of blob', async () => {
    await create('append', 'x');
    await fixture.blobs.getBlockBlobClient('block').upload('x', 1);
    const block = fixture.blobs.getBlockBlobClient('append');
    expect(await refusal(block.stageBlock('AAAA', 'y', 1))).toBe('409 InvalidBlobType');
    expect(await refusal(block.commitBlockList([]))).toBe('409 InvalidBlobType');
    expect(await refusal(block.getBlockList('committed'))).toBe('409 InvalidBlobType');
    expect(await refusal(block.syncCopyFromURL(block.url))).toBe('409 InvalidBlobType');
    const append = fixture.blobs.getAppendBlobClient('block');
    expect(await refusal(append.appendBlock('y', 1))).toBe('409 InvalidBlobType');
    expect(await refusal(append.seal())).toBe('409 InvalidBlobType');
    expect(await refusal(fixture.paths.getFileClient('append').append('y', 1, 1))).toBe(
      '409 InvalidBlobType',
    );
    expect(await refusal(fixture.blobs.getAppendBlobClient('none').appendBlock('y', 1))).toBe(
      '404 BlobNotFound',
    );
    expect([await read('append'), await read('block')]).toEqual(['x', 'x']);
    // A blob that is put again can have another type.
    await fixture.blobs.getBlockBlobClient('append').upload('z', 1);
    expect((await block.getProperties()).blobType).toBe('BlockBlob');
  });

  test('is created empty', async () => {
    const sent = await fixture.send('/bronze/not-empty', {
      method: 'PUT',
      headers: { 'x-ms-blob-type': 'AppendBlob', 'content-type': 'text/plain' },
      body: 'x',
    });
    expect([sent.status, sent.headers.get('x-ms-error-code')]).toEqual([400, 'InvalidHeaderValue']);
  });
});

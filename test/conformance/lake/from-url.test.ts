import { createHash } from 'node:crypto';
import { LakeFixture, refusal } from './lake-fixture';

const md5 = (text: string) => createHash('md5').update(text).digest();

// Proves blob.from-url of lake with JavaScript.
describe('blobs and blocks from a URL', () => {
  const fixture = new LakeFixture();
  let etag: string | undefined;
  beforeAll(async () => {
    await fixture.start();
    ({ etag } = await source().upload('0123456789', 10, {
      metadata: { from: 'source' },
      blobHTTPHeaders: { blobContentType: 'text/plain', blobCacheControl: 'no-cache' },
    }));
  });
  afterAll(() => fixture.remove());

  const source = () => fixture.blobs.getBlockBlobClient('source é');
  const read = async (name: string) =>
    (await fixture.blobs.getBlobClient(name).downloadToBuffer()).toString();

  // Proves blob.from-url of lake with JavaScript.
  test('stages blocks from ranges of a blob', async () => {
    const blob = fixture.blobs.getBlockBlobClient('blocks');
    await blob.stageBlockFromURL('AAAA', source().url, 5, 5);
    await blob.stageBlockFromURL('AAAB', source().url, 0, 2, { sourceContentMD5: md5('01') });
    await blob.stageBlock('AAAC', '!', 1);
    await blob.commitBlockList(['AAAA', 'AAAB', 'AAAC']);
    expect(await read('blocks')).toBe('5678901!');
    expect(await refusal(blob.stageBlockFromURL('AAAAAA==', source().url))).toBe('accepted');
    expect(await refusal(blob.stageBlockFromURL('AAAA', source().url))).toBe('400 InvalidBlobOrBlock');
  });

  test('checks digests, conditions and the range of the source', async () => {
    const blob = fixture.blobs.getBlockBlobClient('checked');
    const stage = (url: string, offset: number, options: Parameters<typeof blob.stageBlockFromURL>[4] = {}) =>
      refusal(blob.stageBlockFromURL('AAAA', url, offset, 2, options));
    expect(await stage(source().url, 0, { sourceContentMD5: md5('12') })).toBe('400 Md5Mismatch');
    expect(await stage(source().url, 0, { sourceContentCrc64: Buffer.alloc(8) })).toBe('400 Crc64Mismatch');
    for (const condition of [
      { 'x-ms-source-if-none-match': etag ?? '' },
      { 'x-ms-source-if-modified-since': new Date(4e12).toUTCString() },
    ]) {
      const { status, headers } = await fixture.send('/bronze/checked?comp=block&blockid=AAAA', {
        method: 'PUT',
        headers: { 'x-ms-copy-source': source().url, ...condition },
      });
      expect([status, headers.get('x-ms-error-code')]).toEqual([412, 'SourceConditionNotMet']);
    }
    expect(await stage(source().url, 10)).toBe('416 InvalidRange');
    expect(await stage(`${source().url}-none`, 0)).toBe('404 CannotVerifyCopySource');
    expect(await stage('http://other.example/bronze/a', 0)).toBe('400 UnsupportedHeader');
    expect(await refusal(blob.getBlockList('uncommitted'))).toBe('404 BlobNotFound');
  });

  test('puts a block blob with the properties of the source', async () => {
    const blob = fixture.blobs.getBlockBlobClient('put');
    const reply = await blob.syncUploadFromURL(source().url, { metadata: { own: '1' } });
    expect(Buffer.from(reply.contentMD5 ?? [])).toEqual(md5('0123456789'));
    expect(await blob.getProperties()).toMatchObject({
      contentType: 'text/plain',
      cacheControl: 'no-cache',
      metadata: { own: '1' },
      copyId: undefined,
    });
    await blob.syncUploadFromURL(source().url, {
      copySourceBlobProperties: false,
      blobHTTPHeaders: { blobContentType: 'text/csv' },
      sourceContentMD5: md5('0123456789'),
    });
    expect(await blob.getProperties()).toMatchObject({ contentType: 'text/csv', cacheControl: undefined });
    expect(await read('put')).toBe('0123456789');
    expect(await refusal(blob.syncUploadFromURL(source().url, { conditions: { ifNoneMatch: '*' } }))).toBe(
      '409 BlobAlreadyExists',
    );
    const wrong = { blobHTTPHeaders: { blobContentMD5: md5('x') } };
    expect(await refusal(blob.syncUploadFromURL(source().url, wrong))).toBe('400 Md5Mismatch');
  });

  // Proves blob.copy of lake with JavaScript.
  test('copies from a URL synchronously', async () => {
    const blob = fixture.blobs.getBlockBlobClient('copied');
    const reply = await blob.syncCopyFromURL(source().url, { sourceContentMD5: md5('0123456789') });
    expect(reply.copyStatus).toBe('success');
    expect(Buffer.from(reply.contentMD5 ?? [])).toEqual(md5('0123456789'));
    expect(await blob.getProperties()).toMatchObject({
      copyId: reply.copyId,
      copyStatus: 'success',
      metadata: { from: 'source' },
    });
    expect(
      await refusal(blob.syncCopyFromURL(source().url, { sourceConditions: { ifMatch: '"0x1"' } })),
    ).toBe('412 SourceConditionNotMet');
    expect(await refusal(blob.syncCopyFromURL(source().url, { sourceContentMD5: md5('x') }))).toBe(
      '400 Md5Mismatch',
    );
  });
});

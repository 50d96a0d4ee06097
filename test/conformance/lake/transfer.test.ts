import { createHash } from 'node:crypto';
import { BlobServiceClient } from '@azure/storage-blob';
import { Crc64 } from '../../../local/lake/store/crc64';
import { LakeFixture, refusal } from './lake-fixture';

/** CRC64 of `123456789` with Azure's polynomial is 0xae8b14860a799888 ("CRC RevEng", CRC-64/NVME). */
const CRC64 = Buffer.from('ae8b14860a799888', 'hex').reverse().toString('base64');

describe('digests, copies and batches', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  const code = async (sent: Promise<Response>) => {
    const { status, headers } = await sent;
    return `${status} ${headers.get('x-ms-error-code') ?? ''}`.trim();
  };

  test('checks the CRC64 of a body', async () => {
    const put = (crc64: string) =>
      fixture.send('/bronze/crc', {
        method: 'PUT',
        headers: {
          'x-ms-blob-type': 'BlockBlob',
          'x-ms-content-crc64': crc64,
          'content-type': 'text/plain',
        },
        body: '123456789',
      });
    expect(await code(put('AAAAAAAAAAA='))).toBe('400 Crc64Mismatch');
    expect(await fixture.blobs.getBlobClient('crc').exists()).toBe(false);
    expect(await code(put(CRC64))).toBe('201');
    const read = await fixture.send('/bronze/crc', {
      headers: { 'x-ms-range': 'bytes=0-8', 'x-ms-range-get-content-crc64': 'true' },
    });
    expect(read.headers.get('x-ms-content-crc64')).toBe(CRC64);
  });

  test('returns the MD5 of a range of at most 4 MiB', async () => {
    const blob = fixture.blobs.getBlockBlobClient('ranged');
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'range ');
    await blob.upload(bytes, bytes.length);
    const four = 4 * 1024 * 1024;
    const { contentMD5 } = await blob.download(1, four, { rangeGetContentMD5: true });
    const expected = createHash('md5')
      .update(bytes.subarray(1, 1 + four))
      .digest();
    expect(Buffer.from(contentMD5 ?? []).equals(expected)).toBe(true);
    expect(await refusal(blob.download(0, four + 1, { rangeGetContentMD5: true }))).toBe(
      '400 InvalidHeaderValue',
    );
    expect(
      await code(fixture.send('/bronze/ranged', { headers: { 'x-ms-range-get-content-md5': 'true' } })),
    ).toBe('400 InvalidHeaderValue');
  });

  // Proves digests of lake with HTTP.
  test('checks MD5 and CRC64 of a block list', async () => {
    await fixture.blobs.getBlockBlobClient('list').stageBlock('AAAA', '1', 1);
    const body = '<BlockList><Latest>AAAA</Latest></BlockList>';
    const put = (digests: Record<string, string>) =>
      fixture.send('/bronze/list?comp=blocklist', {
        method: 'PUT',
        headers: { 'content-type': 'application/xml', ...digests },
        body,
      });
    const md5 = createHash('md5').update(body).digest('base64');
    expect(await code(put({ 'content-md5': CRC64 }))).toBe('400 Md5Mismatch');
    expect(await code(put({ 'x-ms-content-crc64': CRC64 }))).toBe('400 Crc64Mismatch');
    const crc64 = new Crc64().update(Buffer.from(body)).digest();
    expect(await code(put({ 'content-md5': md5, 'x-ms-content-crc64': crc64 }))).toBe('201');
  });

  test('refuses staged blocks with ids of unequal length', async () => {
    const blob = fixture.blobs.getBlockBlobClient('unequal');
    await blob.stageBlock('AAAA', '1', 1);
    expect(await refusal(blob.stageBlock('AAAAAAAA', '2', 1))).toBe('400 InvalidBlobOrBlock');
    await blob.stageBlock('AAAB', '2', 1);
    await blob.commitBlockList(['AAAA', 'AAAB']);
    // Committed blocks of an older version do not bind new ones.
    await blob.stageBlock('AAAAAAAA', '3', 1);
  });

  test('keeps id, source and status of a copy until it is overwritten', async () => {
    const source = fixture.blobs.getBlockBlobClient('source');
    await source.upload('bytes', 5);
    const copy = fixture.blobs.getBlockBlobClient('copy');
    const { copyId } = await (await copy.beginCopyFromURL(source.url)).pollUntilDone();
    await fixture.restart();
    const kept = fixture.blobs.getBlockBlobClient('copy');
    expect(await kept.getProperties()).toMatchObject({
      copyId,
      copyStatus: 'success',
      copySource: source.url,
      copyProgress: '5/5',
    });
    await kept.setMetadata({ a: '1' });
    expect((await kept.getProperties()).copyId).toBe(copyId);
    await kept.upload('other', 5);
    expect((await kept.getProperties()).copyId).toBeUndefined();
  });

  test('deletes a batch of blobs, each with its own result', async () => {
    const service = BlobServiceClient.fromConnectionString(fixture.lake.connectionString);
    const names = ['batch/a', 'batch/b é', 'batch/c'];
    for (const name of names) await fixture.blobs.getBlockBlobClient(name).upload('x', 1);
    const clients = ['batch/a', 'batch/none', 'batch/b é'].map((name) => fixture.blobs.getBlobClient(name));
    const result = await service.getBlobBatchClient().deleteBlobs(clients);
    expect(result.subResponses.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      [202, undefined],
      [404, 'BlobNotFound'],
      [202, undefined],
    ]);
    expect(await fixture.blobs.getBlobClient('batch/c').exists()).toBe(true);
    const last = [fixture.blobs.getBlobClient('batch/c')];
    await fixture.blobs.getBlobBatchClient().deleteBlobs(last);
    expect(await fixture.blobs.getBlobClient('batch/c').exists()).toBe(false);
    expect(await fixture.blobs.getBlobClient('batch/a').exists()).toBe(false);
  });

  test('checks the signature of each request in a batch, and refuses other requests than deletions', async () => {
    await fixture.blobs.getBlockBlobClient('guarded').upload('x', 1);
    const batch = async (line: string, headers = 'x-ms-version: 2024-11-04') => {
      const body = `--b\r\nContent-Type: application/http\r\nContent-ID: 0\r\n\r\n${line} HTTP/1.1\r\n${headers}\r\n\r\n--b--`;
      return fixture.send('/bronze?restype=container&comp=batch', {
        method: 'POST',
        headers: { 'content-type': 'multipart/mixed; boundary=b' },
        body,
      });
    };
    const unsigned = await batch('DELETE /bronze/guarded');
    expect([unsigned.status, await unsigned.text()]).toEqual([
      202,
      expect.stringContaining('HTTP/1.1 401') as string,
    ]);
    expect(await code(batch('PUT /bronze/guarded'))).toBe('501 NotImplemented');
    expect(await code(batch('DELETE /other/guarded'))).toBe('400 InvalidInput');
    expect(await code(batch('nonsense'))).toBe('400 InvalidInput');
    expect(await fixture.blobs.getBlobClient('guarded').exists()).toBe(true);
  });
});

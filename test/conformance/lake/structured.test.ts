import { createHash } from 'node:crypto';
import { Crc64 } from '../../../local/lake/store/crc64';
import { LakeFixture, refusal } from './lake-fixture';

const FORM = 'XSM/1.0; properties=crc64';
/** Of the shared-key signature; the message itself is encoded in the body. */
const PUT = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'text/plain', 'x-ms-structured-body': FORM };

/** Encodes segments as the clients do. */
function message(segments: readonly string[], broken: { crc64?: boolean; count?: number } = {}): Buffer {
  const crc64 = (text: string) => Buffer.from(new Crc64().update(Buffer.from(text)).digest(), 'base64');
  const content = segments.join('');
  const header = Buffer.alloc(13);
  header.writeUInt8(1, 0);
  header.writeBigUInt64LE(BigInt(13 + segments.length * 18 + content.length + 8), 1);
  header.writeUInt16LE(1, 9);
  header.writeUInt16LE(broken.count ?? segments.length, 11);
  const parts = segments.flatMap((segment, index) => {
    const start = Buffer.alloc(10);
    start.writeUInt16LE(index + 1, 0);
    start.writeBigUInt64LE(BigInt(segment.length), 2);
    return [start, Buffer.from(segment), crc64(segment)];
  });
  return Buffer.concat([header, ...parts, crc64(broken.crc64 === true ? `${content}!` : content)]);
}

describe('structured bodies', () => {
  const fixture = new LakeFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  // Proves structured of lake with JavaScript.
  test('come with blobs, blocks and downloads of the client in JavaScript', async () => {
    const bytes = Buffer.alloc(9_000_001, 'structured ');
    const blob = fixture.blobs.getBlockBlobClient('large');
    await blob.upload(bytes, bytes.length, { contentChecksumAlgorithm: 'StorageCrc64' });
    const { contentLength, contentMD5 } = await blob.getProperties();
    expect(contentLength).toBe(bytes.length);
    expect(Buffer.from(contentMD5 ?? [])).toEqual(createHash('md5').update(bytes).digest());
    expect((await read(blob)).equals(bytes)).toBe(true);
    expect((await read(blob, 4_000_000, 100)).equals(bytes.subarray(4_000_000, 4_000_100))).toBe(true);
    await blob.stageBlock('AAAA', 'block', 5, { contentChecksumAlgorithm: 'StorageCrc64' });
    await blob.commitBlockList(['AAAA']);
    expect((await read(blob)).toString()).toBe('block');
  });

  test('come with append blobs', async () => {
    const blob = fixture.blobs.getAppendBlobClient('append');
    await blob.create();
    await blob.appendBlock('one', 3, { contentChecksumAlgorithm: 'StorageCrc64' });
    expect((await read(blob)).toString()).toBe('one');
  });

  test('can have no content', async () => {
    const body = message(['']);
    const headers = { ...PUT, 'x-ms-structured-content-length': '0' };
    expect((await fixture.send('/bronze/none', { method: 'PUT', headers, body })).status).toBe(201);
    const reply = await fixture.send('/bronze/none', { headers: { 'x-ms-structured-body': FORM } });
    expect(Buffer.from(await reply.arrayBuffer()).equals(body)).toBe(true);
  });

  test('say in a range where it is', async () => {
    await fixture.blobs.getBlockBlobClient('ranged').upload('0123456789', 10);
    const { status, headers } = await fixture.send('/bronze/ranged', {
      headers: { 'x-ms-range': 'bytes=2-4', 'x-ms-structured-body': FORM },
    });
    expect(status).toBe(206);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-range': 'bytes 2-4/10',
      'content-length': String(13 + 18 + 3 + 8),
      'x-ms-structured-content-length': '3',
      'x-ms-structured-body': FORM,
    });
  });

  test.each([
    ['a wrong CRC64', { body: message(['ab', 'c'], { crc64: true }) }, '400 Crc64Mismatch'],
    ['a missing segment', { body: message(['ab', 'c'], { count: 3 }) }, '400 InvalidInput'],
    ['a surplus segment', { body: message(['ab', 'c'], { count: 1 }) }, '400 Crc64Mismatch'],
    ['another length', { body: message(['ab', 'c']), length: 4 }, '400 InvalidInput'],
    [
      'another version',
      { body: Buffer.concat([Buffer.from([2]), message(['abc']).subarray(1)]) },
      '400 InvalidInput',
    ],
    ['no end', { body: message(['abc']).subarray(0, 30) }, '400 InvalidInput'],
    ['another form', { body: message(['abc']), form: 'XSM/2.0' }, '400 InvalidHeaderValue'],
  ] as const)('are refused with %s', async (_, { body, ...sent }, expected) => {
    const { length = 3, form = FORM } = sent as { length?: number; form?: string };
    const reply = await fixture.send('/bronze/refused', {
      method: 'PUT',
      headers: { ...PUT, 'x-ms-structured-body': form, 'x-ms-structured-content-length': String(length) },
      body,
    });
    expect(`${reply.status} ${reply.headers.get('x-ms-error-code') ?? ''}`).toBe(expected);
    expect(await fixture.blobs.getBlobClient('refused').exists()).toBe(false);
  });

  // Proves structured of lake with HTTP.
  test('are accepted in several segments, and with appends to a path', async () => {
    const body = message(['ab', '', 'c']);
    const headers = { 'x-ms-structured-body': FORM, 'x-ms-structured-content-length': '3' };
    const put = await fixture.send('/bronze/segments', {
      method: 'PUT',
      headers: { ...PUT, ...headers },
      body,
    });
    expect([put.status, put.headers.get('x-ms-structured-body')]).toEqual([201, FORM]);
    const file = fixture.paths.getFileClient('appended');
    await file.create();
    const appended = await fixture.send('/bronze/appended?action=append&position=0&flush=true', {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'text/plain' },
      body,
    });
    expect(appended.status).toBe(202);
    expect((await read(fixture.blobs.getBlobClient('segments'))).toString()).toBe('abc');
    expect((await read(fixture.blobs.getBlobClient('appended'))).toString()).toBe('abc');
    expect(await refusal(file.flush(3))).toBe('accepted');
  });

  async function read(
    blob: ReturnType<typeof fixture.blobs.getBlobClient>,
    offset = 0,
    count?: number,
  ): Promise<Buffer> {
    const { readableStreamBody } = await blob.download(offset, count, {
      contentChecksumAlgorithm: 'StorageCrc64',
    });
    const chunks: Buffer[] = [];
    for await (const chunk of readableStreamBody ?? []) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
});

import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { HttpRequest, type HttpResponseInit } from '@azure/functions';
import { readBody } from '../../../../src/lib/platform/http/read-body';

const LIMIT = 4096;
const text = `{"id":9007199254740993,"note":"${'x'.repeat(2000)}"}`;

async function read(
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Buffer | HttpResponseInit> {
  const request = new HttpRequest({
    method: 'POST',
    url: 'https://app.example/',
    headers,
    body: { bytes: body },
  });
  return readBody(request, LIMIT);
}

/** Much more than the limit, in few bytes. */
const HUGE = Buffer.alloc(64 * 1024 * 1024);
const HUGE_GZIP = gzipSync(HUGE);
/** By far the fastest quality that compresses it to few bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Status, code and headers of a refusal. */
async function refusal(body: Buffer, headers: Readonly<Record<string, string>> = {}) {
  const found = await read(body, headers);
  if (Buffer.isBuffer(found)) throw new Error('it was read');
  const problem = JSON.parse(found.body as string) as { readonly code: string; readonly detail: string };
  return { status: found.status, headers: found.headers as Record<string, string>, ...problem };
}

describe('readBody', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZip', Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    [' identity , gzip ', gzipSync(text)],
  ])('decodes %s', async (coding, body) => {
    expect(await read(body, { 'content-encoding': coding })).toEqual(Buffer.from(text));
  });

  it.each(['zstd', 'compress', 'gzip, zstd', 'zstd, lz4', 'gzip, gzip, gzip, gzip'])(
    'refuses %s and names the known codings',
    async (coding) => {
      expect(await refusal(gzipSync(text), { 'content-encoding': coding })).toMatchObject({
        status: 415,
        code: 'unsupported_content_encoding',
        headers: { 'accept-encoding': 'gzip, deflate, br' },
      });
    },
  );

  it.each([
    ['gzip', gzipSync(text).subarray(0, -4)],
    ['gzip', Buffer.concat([gzipSync(text), Buffer.from('more')])],
    ['gzip', Buffer.from(text)],
    ['gzip', gzipSync(text).fill(7, 20, 24)],
    ['deflate', deflateSync(text).subarray(0, 12)],
    ['br', brotliCompressSync(text).subarray(0, 12)],
    ['br', Buffer.from(text)],
    ['br', Buffer.concat([brotliCompressSync(text), Buffer.from('more')])],
  ])('refuses a damaged body of %s (%#)', async (coding, body) => {
    const refused = await refusal(body, { 'content-encoding': coding });
    expect(refused).toMatchObject({ status: 400, code: 'malformed_body' });
    expect(refused.detail).toContain(coding);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(LIMIT + 1))],
    ['gzip', HUGE_GZIP],
    ['deflate', deflateSync(Buffer.alloc(LIMIT + 1))],
    ['br', brotliCompressSync(HUGE, BROTLI)],
    ['gzip, gzip', gzipSync(HUGE_GZIP)],
  ])(
    'refuses a body of %s that decodes to more than the limit, and names the limit (%#)',
    async (coding, body) => {
      const refused = await refusal(body, { 'content-encoding': coding });
      expect(refused).toMatchObject({ status: 413, code: 'body_too_large' });
      expect(refused.detail).toContain(`${LIMIT} bytes`);
    },
  );

  it('accepts a body that decodes to exactly the limit', async () => {
    const body = gzipSync(Buffer.alloc(LIMIT));
    expect(await read(body, { 'content-encoding': 'gzip' })).toHaveLength(LIMIT);
  });

  it('answers 411 when the body was sent in chunks and dropped, and 400 when there is none', async () => {
    const nothing = Buffer.alloc(0);
    expect(await refusal(nothing, { 'transfer-encoding': 'chunked' })).toMatchObject({
      status: 411,
      code: 'length_required',
    });
    expect(await refusal(nothing)).toMatchObject({ status: 400, code: 'empty_body' });
    expect(await refusal(nothing, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 400,
      code: 'empty_body',
    });
    expect(await read(Buffer.from('{}'), { 'transfer-encoding': 'chunked' })).toEqual(Buffer.from('{}'));
  });
});

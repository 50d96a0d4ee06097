import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { badRequest, toProblemResponse } from './responses';
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType } from 'node:zlib';

/**
 * Reads a request's body and decodes its `Content-Encoding`. The platform passes whole bodies of at most {@link
 * MAX_BODY_BYTES}. The same limit applies to decoded bodies.
 *
 * - 400 there is no body, or its encoding is damaged
 * - 411 the body was sent in chunks, which the platform drops (docs/decisions/0023-http-streams-stay-off.md)
 * - 413 the decoded body is too long
 * - 415 the coding is unknown; `Accept-Encoding` names the known ones
 */
export async function readBody(
  request: Pick<HttpRequest, 'headers' | 'arrayBuffer'>,
  maxBytes = MAX_BODY_BYTES,
): Promise<Buffer | HttpResponseInit> {
  const codings = parseContentCodings(request.headers.get('content-encoding'));
  if ('unknown' in codings) return unknownCoding(codings.unknown);
  const body = Buffer.from(await request.arrayBuffer());
  if (body.length === 0) return request.headers.has('transfer-encoding') ? lengthRequired() : emptyBody();
  const decoded = await decodeBody(body, codings.codings, maxBytes);
  switch (decoded.outcome) {
    case 'decoded':
      return decoded.body;
    case 'malformed':
      return badRequest(
        'malformed_body',
        `The body is not valid ${decoded.coding}, which its Content-Encoding names: it is damaged, incomplete or has further bytes at its end.`,
      );
    case 'too-long':
      return toProblemResponse({
        status: 413,
        title: 'Content Too Large',
        code: 'body_too_large',
        detail: `The body is longer than ${maxBytes} bytes when decoded; send it in parts.`,
      });
  }
}

function unknownCoding(coding: string): HttpResponseInit {
  const shown = /^[\w.-]{1,40}$/.test(coding) ? `'${coding}'` : 'of the request';
  return toProblemResponse({
    status: 415,
    title: 'Unsupported Media Type',
    code: 'unsupported_content_encoding',
    detail: `The Content-Encoding ${shown} is not supported; use one of ${CONTENT_CODINGS.join(', ')}, or none.`,
    headers: { 'accept-encoding': CONTENT_CODINGS.join(', ') },
  });
}

function lengthRequired(): HttpResponseInit {
  return toProblemResponse({
    status: 411,
    title: 'Length Required',
    code: 'length_required',
    detail: 'The body was sent in chunks and did not arrive; send it whole, with a Content-Length.',
  });
}

function emptyBody(): HttpResponseInit {
  return badRequest('empty_body', 'The request has no body; send one, with a Content-Length.');
}

/** Maximum length of a request body and of a decoded body. learn.microsoft.com, "HTTP trigger", limits. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Content codings that are decoded, with their names in `Accept-Encoding` (RFC 9110, section 8.4.1). */
export const CONTENT_CODINGS = ['gzip', 'deflate', 'br'] as const;
export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/** Maximum number of codings that one body may have. */
const MAX_CODINGS = 3;

export type DecodedBody =
  | { readonly outcome: 'decoded'; readonly body: Buffer }
  | { readonly outcome: 'too-long' }
  | { readonly outcome: 'malformed'; readonly coding: ContentCoding };

/** Reads `Content-Encoding`. Codings are listed in the order in which they were applied. */
export function parseContentCodings(
  header: string | null,
): { readonly codings: readonly ContentCoding[] } | { readonly unknown: string } {
  const names = (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MAX_CODINGS) return { unknown: names.join(', ') };
  const codings: ContentCoding[] = [];
  for (const name of names) {
    // RFC 9110, section 8.4.1.3: x-gzip is gzip.
    const coding = CONTENT_CODINGS.find((one) => one === name.replace(/^x-gzip$/, 'gzip'));
    if (coding === undefined) return { unknown: name };
    codings.push(coding);
  }
  return { codings };
}

/**
 * Decodes content codings, the last one first. Decoding stops at `maxBytes`, so a body that would decode to gigabytes
 * never does.
 */
export async function decodeBody(
  body: Buffer,
  codings: readonly ContentCoding[],
  maxBytes: number,
): Promise<DecodedBody> {
  let decoded = body;
  for (const coding of [...codings].reverse()) {
    const step = await undo(decoded, coding, maxBytes);
    if (step.outcome !== 'decoded') return step;
    decoded = step.body;
  }
  return { outcome: 'decoded', body: decoded };
}

/** With the option `info`, zlib also returns the engine. Node's types do not declare that. */
type Decoder = (
  body: InputType,
  options: { readonly maxOutputLength: number; readonly info: true },
  done: (error: Error | null, result: unknown) => void,
) => void;
interface Result {
  readonly buffer: Buffer;
  /** Bytes of the body that belong to the encoded data. */
  readonly engine: { readonly bytesWritten: number };
}

function undo(body: Buffer, coding: ContentCoding, maxBytes: number): Promise<DecodedBody> {
  return new Promise((resolve, reject) => {
    decoderOf(coding, body)(body, { maxOutputLength: maxBytes, info: true }, (error, result) => {
      if (error !== null) {
        if (isTooLong(error)) resolve({ outcome: 'too-long' });
        else if (isMalformed(error)) resolve({ outcome: 'malformed', coding });
        else reject(error);
        return;
      }
      const { buffer, engine } = result as Result;
      if (engine.bytesWritten < body.length) resolve({ outcome: 'malformed', coding });
      else resolve({ outcome: 'decoded', body: buffer });
    });
  });
}

function decoderOf(coding: ContentCoding, body: Buffer): Decoder {
  switch (coding) {
    case 'gzip':
      return gunzip;
    case 'br':
      return brotliDecompress;
    case 'deflate':
      // Some senders omit the wrapper that the coding requires (RFC 9110, section 8.4.1.2).
      return hasZlibHeader(body) ? inflate : inflateRaw;
  }
}

/** RFC 1950, section 2.2. */
function hasZlibHeader(body: Buffer): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
}

function isTooLong(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** Whether zlib or brotli reports invalid bytes, as opposed to a lack of memory. */
function isMalformed({ code = '' }: NodeJS.ErrnoException): boolean {
  return (
    code === 'Z_DATA_ERROR' ||
    code === 'Z_BUF_ERROR' ||
    code === 'Z_NEED_DICT' ||
    /^ERR_.*_ERROR_FORMAT_/.test(code)
  );
}

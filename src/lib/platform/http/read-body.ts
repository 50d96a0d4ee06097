import { type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { badRequest, toProblemResponse } from './responses';
import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType } from 'node:zlib';

/**
 * Reads a request's body and undoes its `Content-Encoding`. The platform hands bodies over whole and takes no more than
 * {@link MAX_BODY_BYTES}; the same limit holds for what they decode to.
 *
 * - 400 there is no body, or it is not what its coding says
 * - 411 the body came in chunks, which the platform drops (docs/decisions/0023-http-streams-stay-off.md)
 * - 413 the decoded body is too long
 * - 415 a coding that is not known; `Accept-Encoding` names those that are
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
        `The body is not ${decoded.coding} as its Content-Encoding says: it is damaged, cut off or followed by more.`,
      );
    case 'too-long':
      return toProblemResponse({
        status: 413,
        title: 'Content Too Large',
        code: 'body_too_large',
        detail: `The body is longer than ${maxBytes} bytes once its Content-Encoding is undone; send it in parts.`,
      });
  }
}

function unknownCoding(coding: string): HttpResponseInit {
  const shown = /^[\w.-]{1,40}$/.test(coding) ? `'${coding}'` : 'that is named';
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
    detail: 'The body came in chunks and did not arrive; send it whole, with a Content-Length.',
  });
}

function emptyBody(): HttpResponseInit {
  return badRequest('empty_body', 'The request has no body; send one, with a Content-Length.');
}

/** What the platform takes in a request, and what a body may decode to. learn.microsoft.com, "HTTP trigger", limits. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** Content codings that are undone, as `Accept-Encoding` names them (RFC 9110, section 8.4.1). */
export const CONTENT_CODINGS = ['gzip', 'deflate', 'br'] as const;
export type ContentCoding = (typeof CONTENT_CODINGS)[number];

/** Codings that one body may have been given one after the other. */
const MAX_CODINGS = 3;

export type DecodedBody =
  | { readonly outcome: 'decoded'; readonly body: Buffer }
  | { readonly outcome: 'too-long' }
  | { readonly outcome: 'malformed'; readonly coding: ContentCoding };

/** Reads `Content-Encoding`; codings come in the order in which they were applied. */
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
 * Undoes content codings, the last one first. Decoding stops as soon as there are more than `maxBytes`, so a body that would
 * decode to gigabytes never does.
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

/** With the option `info`, zlib hands over the engine too, which the types of Node do not say. */
type Decoder = (
  body: InputType,
  options: { readonly maxOutputLength: number; readonly info: true },
  done: (error: Error | null, result: unknown) => void,
) => void;
interface Result {
  readonly buffer: Buffer;
  /** Bytes of the body that the coding is made of. */
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
      // Some senders leave out the wrapper that the coding asks for (RFC 9110, section 8.4.1.2).
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

/** What zlib and brotli say about bytes, unlike what they say about memory. */
function isMalformed({ code = '' }: NodeJS.ErrnoException): boolean {
  return (
    code === 'Z_DATA_ERROR' ||
    code === 'Z_BUF_ERROR' ||
    code === 'Z_NEED_DICT' ||
    /^ERR_.*_ERROR_FORMAT_/.test(code)
  );
}

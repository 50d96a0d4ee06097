import { brotliDecompress, gunzip, inflate, inflateRaw, type InputType } from 'node:zlib';

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

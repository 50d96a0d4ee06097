import { isUtf8 } from 'node:buffer';

/** Why bytes cannot be read as text, in words for the sender. */
export interface TextFault {
  /** `charset`: the named charset is not supported. `bytes`: the bytes do not match the charset. */
  readonly kind: 'charset' | 'bytes';
  readonly message: string;
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Supported names of the IANA registry. ASCII is a subset of UTF-8. */
const CHARSETS: Readonly<Record<string, Encoding | 'utf-16'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

const BYTE_ORDER_MARKS = [
  { encoding: 'utf-8', bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  // Before UTF-16, whose mark starts with the same bytes.
  { encoding: 'utf-32', bytes: Buffer.from([0xff, 0xfe, 0, 0]) },
  { encoding: 'utf-32', bytes: Buffer.from([0, 0, 0xfe, 0xff]) },
  { encoding: 'utf-16le', bytes: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', bytes: Buffer.from([0xfe, 0xff]) },
] as const;

/** Bytes that are examined to distinguish UTF-16 from UTF-8. */
const SAMPLE_BYTES = 1024;

/** The command that converts files in an 8-bit code page to UTF-8. */
export const CONVERT_FROM_8_BIT = 'iconv -f WINDOWS-1252 -t UTF-8';

/**
 * Converts a text to UTF-8 without a byte order mark. A mark overrides the charset, as in the Encoding Standard. UTF-8
 * is not checked here: each record of a body is checked, so that one bad record is rejected alone.
 *
 * @param charset of the content type; UTF-8 if it names none
 */
export function toUtf8(body: Buffer, charset = 'utf-8'): Buffer | TextFault {
  const name = charset.trim().toLowerCase();
  const named = Object.hasOwn(CHARSETS, name) ? CHARSETS[name] : undefined;
  if (named === undefined) {
    const shown = /^[a-z0-9_.:-]{1,40}$/.test(name) ? name : 'of the request';
    const from = shown === name ? name.toUpperCase() : 'WINDOWS-1252';
    return {
      kind: 'charset',
      message: `The charset ${shown} is not supported; send UTF-8 or UTF-16, for example after iconv -f ${from} -t UTF-8.`,
    };
  }
  const mark = BYTE_ORDER_MARKS.find(({ bytes }) => body.subarray(0, bytes.length).equals(bytes));
  const rest = mark === undefined ? body : body.subarray(mark.bytes.length);
  const encoding = mark?.encoding ?? (named === 'utf-16' ? (guessUtf16(body) ?? 'utf-16be') : named);
  switch (encoding) {
    case 'utf-32':
      return {
        kind: 'bytes',
        message: 'The body is UTF-32; convert it, for example with iconv -f UTF-32 -t UTF-8.',
      };
    case 'utf-16le':
    case 'utf-16be':
      return fromUtf16(rest, encoding);
    case 'utf-8': {
      const guessed = mark === undefined ? guessUtf16(body) : undefined;
      if (guessed === undefined) return rest;
      return {
        kind: 'bytes',
        message:
          `The body has zero bytes and looks like ${guessed.toUpperCase()} without a byte order mark. ` +
          `Name it with charset=${guessed}, or convert it with iconv -f ${guessed.toUpperCase()} -t UTF-8.`,
      };
    }
  }
}

/**
 * Returns the first line that is not UTF-8, counted from 1, or undefined if all lines are. CRLF, LF and CR end a line.
 */
export function firstLineNotUtf8(body: Buffer): number | undefined {
  let line = 1;
  for (let start = 0; start < body.length; line += 1) {
    let end = start;
    while (end < body.length && body[end] !== 0x0a && body[end] !== 0x0d) end += 1;
    if (!isUtf8(body.subarray(start, end))) return line;
    start = end + (body[end] === 0x0d && body[end + 1] === 0x0a ? 2 : 1);
  }
  return undefined;
}

function fromUtf16(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): Buffer | TextFault {
  const name = encoding.toUpperCase();
  if (bytes.length % 2 !== 0) {
    return {
      kind: 'bytes',
      message: `The body is not ${name}: it has an odd number of bytes and may be incomplete.`,
    };
  }
  // Swapping works in place, but the bytes belong to the caller.
  const text = (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
  if (/[\ud800-\udfff]/u.test(text)) {
    return { kind: 'bytes', message: `The body is not ${name}: it has half of a surrogate pair.` };
  }
  return Buffer.from(text);
}

/** Text of mostly ASCII has a zero in every other byte in UTF-16. UTF-8 text has no zeros. */
function guessUtf16(body: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  const length = Math.min(body.length, SAMPLE_BYTES);
  for (let at = 0; at < length; at += 1) if (body[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (Math.max(even, odd) * 4 < length || even === odd) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

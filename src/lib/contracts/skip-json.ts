import { PLAIN } from './read-bytes';

/**
 * Functions that find the end of a part of a valid JSON text. Unlike those of `read-bytes.ts`, they do not check it:
 * invalid JSON gives some position or {@link UNCERTAIN}.
 */

const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const LOWER_A = 0x61;
const LOWER_Z = 0x7a;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** In place of a position: the text is not JSON, or the reader does not support it. */
export const UNCERTAIN = -1;

/** Returns the position after a value, or {@link UNCERTAIN}. */
export function skipValue(bytes: Buffer, at: number): number {
  const code = bytes[at];
  if (code === QUOTE) return skipText(bytes, at);
  if (code === OPENING_BRACE || code === OPENING_BRACKET) return skipNested(bytes, at);
  let next = at;
  while (isScalar(bytes[next] ?? 0)) next++;
  return next === at ? UNCERTAIN : next;
}

/** Whether a byte can be part of a number or of `true`, `false`, `null`. */
function isScalar(code: number): boolean {
  return (code >= ZERO && code <= NINE) || code === DOT || code === MINUS || code === PLUS || isLetter(code);
}

function isLetter(code: number): boolean {
  return (code | 0x20) >= LOWER_A && (code | 0x20) <= LOWER_Z;
}

function skipNested(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length;) {
    const code = bytes[at];
    if (code === QUOTE) {
      at = skipText(bytes, at);
      if (at < 0) return UNCERTAIN;
      continue;
    }
    at++;
    if (code === OPENING_BRACE || code === OPENING_BRACKET) depth++;
    else if ((code === CLOSING_BRACE || code === CLOSING_BRACKET) && --depth === 0) return at;
  }
  return UNCERTAIN;
}

/** Returns the position after a string, which may have escapes. */
function skipText(bytes: Buffer, from: number): number {
  const { length } = bytes;
  for (let at = from + 1; at < length; at++) {
    const code = bytes[at];
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return UNCERTAIN;
}

/** Returns the position of the first byte from here on that does not represent itself in a string. */
export function endOfPlainText(bytes: Buffer, from: number): number {
  let at = from;
  while (PLAIN[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** Returns the position of the first byte from here on that is no white space. */
export function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  let code = bytes[at];
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = bytes[++at];
  return at;
}

import { isUtf8 } from 'node:buffer';
import { CONVERT_FROM_8_BIT } from '../platform/text/to-utf8';
import { type Rejection } from './contract';
import { FIELD_NAME } from './rejections';

/** JSON text as received, and its value. */
export interface DecodedJson {
  readonly text: string;
  readonly value: unknown;
}

const BACKSLASH = '\\';
const BYTE_ORDER_MARK = '\uFEFF';
/** The end of the message of `JSON.parse`. The part before it can quote the text. */
const POSITION = / at position (\d+)(?: \(line \d+ column \d+\))?$/;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|.)/g;

/**
 * Reads UTF-8 JSON (RFC 8259). `findRepeatedName` checks for duplicate names. An escaped half of a surrogate pair is
 * refused, because it encodes no character and readers behind Bronze fail on it (RFC 7493, 2.1).
 */
export function decodeJson(bytes: Buffer): DecodedJson | Rejection {
  if (!isUtf8(bytes)) {
    return {
      code: 'invalid_utf8',
      path: '',
      message: `The bytes are not UTF-8; convert them first, for example with ${CONVERT_FROM_8_BIT}.`,
    };
  }
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return malformed(whyMalformed(text, error));
  }
  if (text.includes(BACKSLASH) && hasLoneSurrogate(text)) {
    return malformed('An escape encodes half of a surrogate pair; write the whole character.');
  }
  return { text, value };
}

/** Returns the rejection for a duplicate name. It quotes the name only if it looks like a field name. */
export function repeatedName(name: string): Rejection {
  return malformed(
    `${FIELD_NAME.test(name) ? `"${name}"` : 'A name'} appears twice in one object; send it once.`,
  );
}

function malformed(message: string): Rejection {
  return { code: 'malformed_json', path: '', message };
}

function whyMalformed(text: string, { message }: SyntaxError): string {
  if (text.trim() === '') return 'There is no JSON: the body is empty.';
  if (text.startsWith(BYTE_ORDER_MARK))
    return 'The JSON starts with a byte order mark; send it without one (RFC 8259, 8.1).';
  const position = POSITION.exec(message)?.[1];
  return position === undefined ? 'The text is not JSON.' : `The text is not JSON at character ${position}.`;
}

/** Checks only escapes, because in valid UTF-8 all other characters are whole. Expects valid JSON. */
function hasLoneSurrogate(text: string): boolean {
  let highEndsAt = -1;
  for (const escape of text.matchAll(ESCAPE)) {
    const code = escape[1] === undefined ? 0 : Number.parseInt(escape[1], 16);
    const low = code >= 0xdc00 && code <= 0xdfff;
    const paired = highEndsAt === escape.index;
    if (low ? !paired : highEndsAt !== -1) return true;
    highEndsAt = code >= 0xd800 && code <= 0xdbff ? escape.index + escape[0].length : -1;
  }
  return highEndsAt !== -1;
}

/**
 * Finds a name that appears twice in one object of a JSON text. `JSON.parse` silently takes the last of them, other
 * readers take the first, and DuckDB refuses the whole file. A later reader could therefore see a value that was not
 * validated. RFC 8259, section 4, and RFC 7493, section 2.3, forbid duplicates.
 *
 * @param text valid JSON.
 */
export function findRepeatedName(text: string): string | undefined {
  /** The names so far of each open object; `undefined` for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let nameComes = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charAt(at)) {
      case '{':
        open.push(new Set());
        nameComes = true;
        break;
      case '[':
        open.push(undefined);
        nameComes = false;
        break;
      case '}':
      case ']':
        open.pop();
        nameComes = false;
        break;
      case ',':
        nameComes = open.at(-1) !== undefined;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (nameComes) {
          const name = JSON.parse(text.slice(at, end + 1)) as string;
          const names = open.at(-1);
          if (names?.has(name)) return name;
          names?.add(name);
          nameComes = false;
        }
        at = end;
        break;
      }
      default:
    }
  }
  return undefined;
}

/** Returns the index of the quotation mark that closes the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

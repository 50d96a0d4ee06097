/** Where and why a text is not JSON, in words for the caller. */
export interface MalformedJson {
  readonly kind: 'malformed';
  readonly message: string;
  /** Byte offset into the buffer. */
  readonly offset: number;
}

export type ArraySlices =
  | { readonly kind: 'slices'; readonly slices: readonly Buffer[] }
  | { readonly kind: 'too_many' }
  | MalformedJson;

export type ObjectSlices =
  | { readonly kind: 'members'; readonly members: ReadonlyMap<string, Buffer> }
  | { readonly kind: 'duplicate'; readonly name: string }
  | MalformedJson;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Splits a JSON array into the bytes of its elements, without parsing them.
 *
 * It checks only the array's own grammar. An element with invalid JSON inside is returned unchanged, so that
 * validation can reject it alone.
 */
export function sliceArray(body: Buffer, maxElements: number): ArraySlices {
  const slices: Buffer[] = [];
  let at = skipWhitespace(body, 0);
  if (body[at] !== OPEN_BRACKET) return malformed('an array must start with [', at);
  at = skipWhitespace(body, at + 1);
  if (body[at] === CLOSE_BRACKET) return atEnd(body, at + 1) ?? { kind: 'slices', slices };

  for (;;) {
    const end = endOfValue(body, at);
    if (typeof end !== 'number') return end;
    if (slices.length === maxElements) return { kind: 'too_many' };
    slices.push(body.subarray(at, end));
    at = skipWhitespace(body, end);
    if (body[at] === CLOSE_BRACKET) return atEnd(body, at + 1) ?? { kind: 'slices', slices };
    if (body[at] !== COMMA) return malformed('an element must be followed by , or ]', at);
    at = skipWhitespace(body, at + 1);
  }
}

/**
 * Splits a JSON object into the bytes of its members' values, by name.
 *
 * It reports a duplicate name, because readers disagree on which of the two counts.
 */
export function sliceObject(body: Buffer): ObjectSlices {
  const members = new Map<string, Buffer>();
  let at = skipWhitespace(body, 0);
  if (body[at] !== OPEN_BRACE) return malformed('an object must start with {', at);
  at = skipWhitespace(body, at + 1);
  if (body[at] === CLOSE_BRACE) return atEnd(body, at + 1) ?? { kind: 'members', members };

  for (;;) {
    if (body[at] !== QUOTE) return malformed('a member must start with its name in double quotes', at);
    const nameEnd = endOfValue(body, at);
    if (typeof nameEnd !== 'number') return nameEnd;
    const name = parseName(body.toString('utf8', at, nameEnd));
    if (name === undefined) return malformed('a member has a name that is not a JSON string', at);
    at = skipWhitespace(body, nameEnd);
    if (body[at] !== COLON) return malformed('a name must be followed by :', at);
    at = skipWhitespace(body, at + 1);
    const end = endOfValue(body, at);
    if (typeof end !== 'number') return end;
    if (members.has(name)) return { kind: 'duplicate', name };
    members.set(name, body.subarray(at, end));
    at = skipWhitespace(body, end);
    if (body[at] === CLOSE_BRACE) return atEnd(body, at + 1) ?? { kind: 'members', members };
    if (body[at] !== COMMA) return malformed('a member must be followed by , or }', at);
    at = skipWhitespace(body, at + 1);
  }
}

/** Returns the position of the first byte from `at` on that is not JSON whitespace (RFC 8259, section 2). */
export function skipWhitespace(body: Buffer, at: number): number {
  while (isWhitespace(body[at])) at += 1;
  return at;
}

/**
 * Returns the position after the value that starts at `at`. It counts brackets, skips strings and does not recurse.
 */
function endOfValue(body: Buffer, at: number): number | MalformedJson {
  const first = body[at];
  if (first === QUOTE) {
    const end = endOfString(body, at);
    return end === -1 ? malformed('a string is not closed', at) : end;
  }
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return endOfLiteral(body, at);

  let depth = 0;
  for (let i = at; i < body.length; i += 1) {
    const byte = body[i];
    if (byte === QUOTE) {
      const end = endOfString(body, i);
      if (end === -1) return malformed('a string is not closed', i);
      i = end - 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) return i + 1;
    }
  }
  return malformed('an object or array is not closed', at);
}

function endOfString(body: Buffer, at: number): number {
  for (let i = at + 1; i < body.length; i += 1) {
    const byte = body[i];
    if (byte === BACKSLASH) i += 1;
    else if (byte === QUOTE) return i + 1;
  }
  return -1;
}

/** Skips a number, `true`, `false`, `null`, or any other text in their place. */
function endOfLiteral(body: Buffer, at: number): number | MalformedJson {
  let end = at;
  while (end < body.length && !isWhitespace(body[end]) && !isPunctuation(body[end])) end += 1;
  return end === at ? malformed('a value is missing', at) : end;
}

function isWhitespace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isPunctuation(byte: number | undefined): boolean {
  return (
    byte === COMMA ||
    byte === COLON ||
    byte === QUOTE ||
    byte === OPEN_BRACKET ||
    byte === CLOSE_BRACKET ||
    byte === OPEN_BRACE ||
    byte === CLOSE_BRACE
  );
}

function atEnd(body: Buffer, at: number): MalformedJson | undefined {
  const rest = skipWhitespace(body, at);
  return rest === body.length ? undefined : malformed('there is more text after the end of the JSON', rest);
}

function parseName(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined; // The caller reports it with its position.
  }
}

function malformed(message: string, offset: number): MalformedJson {
  return { kind: 'malformed', message, offset };
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Objects and arrays count as absent. */
export type FieldValue = string | number | boolean | null | undefined;

/** A member that a pointer names, or that is on the way to one. */
interface Member {
  readonly name: Buffer;
  /** Its place in the result, or -1 if no pointer ends here. */
  field: number;
  readonly members: Member[];
}

/** What one call looks for and has found. */
interface Search {
  readonly bytes: Buffer;
  readonly values: FieldValue[];
  left: number;
}

/** In place of a position: the text is not a JSON object, or the reader does not support it. */
const UNCERTAIN = -1;
/** In place of a position: all fields are found. */
const DONE = -2;

/** 1 at each byte that represents itself in a text: ASCII without control characters, quotation mark and backslash. */
const PLAIN = toTable((code) => code >= 0x20 && code < 0x7f && code !== QUOTE && code !== BACKSLASH);
/** 1 at each byte of a number and of `true`, `false` and `null`. */
const SCALAR = toTable((code) => /[-+.\w]/.test(String.fromCharCode(code)) && code < 0x7f);

function toTable(holds: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (holds(code) ? 1 : 0));
}

/** Splits a JSON pointer (RFC 6901) into the names of members. */
export function namesOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Reads the fields of a parsed record, in the order of their pointers. */
export function createParsedFieldReader(
  pointers: readonly string[],
): (record: unknown) => readonly FieldValue[] {
  const paths = pointers.map(namesOf);
  return (record) => paths.map((names) => toFieldValue(find(record, names)));
}

/**
 * Creates a reader of a few fields of a JSON object, in the order of their pointers. It scans the bytes once, builds
 * no other values, and stops after the last field.
 *
 * The bytes must be a valid JSON object without duplicate names in UTF-8, as an accepted event is. The reader returns
 * undefined if it is not certain, for example for names with escapes and for pointers into arrays. Then parse the
 * bytes and use {@link createParsedFieldReader}, which gives the same values.
 *
 * @param pointers JSON pointers (RFC 6901); each may occur several times
 */
export function createFieldReader(
  pointers: readonly string[],
): (bytes: Buffer) => readonly FieldValue[] | undefined {
  const different = [...new Set(pointers)];
  const root = toMembers(different);
  const indexes = pointers.map((pointer) => different.indexOf(pointer));
  const areDifferent = different.length === pointers.length;
  if (different.includes('')) return () => undefined;
  return (bytes) => {
    const values = new Array<FieldValue>(different.length).fill(undefined);
    const search: Search = { bytes, values, left: different.length };
    const at = skipSpace(bytes, 0);
    if (bytes[at] !== OPENING_BRACE || readMembers(search, at + 1, root) === UNCERTAIN) return undefined;
    return areDifferent ? values : indexes.map((index) => values[index]);
  };
}

function find(record: unknown, names: readonly string[]): unknown {
  let value = record;
  for (const name of names) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function toFieldValue(value: unknown): FieldValue {
  return typeof value === 'object' && value !== null ? undefined : (value as FieldValue);
}

function toMembers(pointers: readonly string[]): readonly Member[] {
  const root: Member[] = [];
  pointers.forEach((pointer, field) => {
    let members = root;
    let member: Member | undefined;
    for (const text of namesOf(pointer)) {
      const name = Buffer.from(text);
      member = members.find((other) => other.name.equals(name));
      if (member === undefined) members.push((member = { name, field: -1, members: [] }));
      members = member.members;
    }
    if (member !== undefined) member.field = field;
  });
  return root;
}

/**
 * Reads the members of an object from the position after its brace.
 *
 * @returns the position after the object, {@link UNCERTAIN} or {@link DONE}
 */
function readMembers(search: Search, from: number, wanted: readonly Member[]): number {
  const { bytes } = search;
  let at = skipSpace(bytes, from);
  if (bytes[at] === CLOSING_BRACE) return at + 1;
  for (;;) {
    if (bytes[at] !== QUOTE) return UNCERTAIN;
    const nameEnd = endOfPlainText(bytes, at + 1);
    if (bytes[nameEnd] !== QUOTE) return UNCERTAIN;
    const member = findMember(bytes, at + 1, nameEnd, wanted);
    at = skipSpace(bytes, nameEnd + 1);
    if (bytes[at] !== COLON) return UNCERTAIN;
    at = skipSpace(bytes, at + 1);
    at = member === undefined ? skipValue(bytes, at) : readMember(search, at, member);
    if (at < 0) return at;
    at = skipSpace(bytes, at);
    if (bytes[at] === CLOSING_BRACE) return at + 1;
    if (bytes[at] !== COMMA) return UNCERTAIN;
    at = skipSpace(bytes, at + 1);
  }
}

function readMember(search: Search, at: number, { field, members }: Member): number {
  const { bytes } = search;
  const code = bytes[at];
  // An index of an array is a name as well.
  if (code === OPENING_BRACKET && members.length > 0) return UNCERTAIN;
  if (field >= 0) {
    search.left -= 1;
    if (code !== OPENING_BRACE && code !== OPENING_BRACKET) {
      const end = skipValue(bytes, at);
      if (end < 0) return UNCERTAIN;
      const value = toValue(bytes, at, end);
      if (value === undefined) return UNCERTAIN;
      search.values[field] = value;
      return search.left === 0 ? DONE : end;
    }
    if (search.left === 0) return DONE;
  }
  return code === OPENING_BRACE && members.length > 0
    ? readMembers(search, at + 1, members)
    : skipValue(bytes, at);
}

function findMember(
  bytes: Buffer,
  start: number,
  end: number,
  wanted: readonly Member[],
): Member | undefined {
  for (const member of wanted) {
    const { name } = member;
    if (name.length !== end - start) continue;
    let index = 0;
    while (index < name.length && name[index] === bytes[start + index]) index++;
    if (index === name.length) return member;
  }
  return undefined;
}

/** Returns the value of a scalar between two positions, as `JSON.parse` does; undefined if it is none. */
function toValue(bytes: Buffer, start: number, end: number): FieldValue {
  switch (bytes[start] ?? 0) {
    case QUOTE: {
      const isPlain = endOfPlainText(bytes, start + 1) === end - 1;
      return isPlain
        ? bytes.toString('latin1', start + 1, end - 1)
        : (JSON.parse(bytes.toString('utf8', start, end)) as string);
    }
    case LOWER_T:
      return true;
    case LOWER_F:
      return false;
    case LOWER_N:
      return null;
    default:
      return Number(bytes.toString('latin1', start, end));
  }
}

/** Returns the position after a value, or {@link UNCERTAIN}. */
function skipValue(bytes: Buffer, at: number): number {
  const code = bytes[at];
  if (code === QUOTE) return skipText(bytes, at);
  if (code === OPENING_BRACE || code === OPENING_BRACKET) return skipNested(bytes, at);
  let next = at;
  while (SCALAR[bytes[next] ?? 0] === 1) next++;
  return next === at ? UNCERTAIN : next;
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
  for (let at = from + 1; at < bytes.length; at++) {
    const code = bytes[at];
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
  return UNCERTAIN;
}

/** Returns the position of the first byte from here on that does not represent itself in a string. */
function endOfPlainText(bytes: Buffer, from: number): number {
  let at = from;
  while (PLAIN[bytes[at] ?? 0] === 1) at++;
  return at;
}

/** Returns the position of the first byte from here on that is no white space. */
function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  let code = bytes[at];
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = bytes[++at];
  return at;
}

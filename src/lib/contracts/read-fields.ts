import { endOfPlainText, skipSpace, skipValue, UNCERTAIN } from './skip-json';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** Whole numbers with this many digits are exact in a double. */
const SAFE_DIGITS = 15;

/** A value of a field. Objects and arrays count as absent. */
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

/** In place of a position: all fields are found. */
const DONE = -2;

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
      return toNumber(bytes, start, end);
  }
}

function toNumber(bytes: Buffer, start: number, end: number): number | undefined {
  if (end - start <= SAFE_DIGITS && bytes[start] !== MINUS) {
    let value = 0;
    let at = start;
    for (; at < end; at++) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (at === end) return value;
  }
  return Number(bytes.toString('latin1', start, end));
}

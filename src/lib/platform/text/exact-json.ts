import { randomUUID } from 'node:crypto';

/**
 * JSON whose numbers keep their source text. JavaScript changes some numbers when it reads and writes them:
 * `9007199254740993` becomes 9007199254740992, `1.10` becomes 1.1, `1e400` becomes Infinity and `-0` becomes 0. Such a
 * number is kept as a marked string. The mark is random, so data from outside cannot contain it.
 */
const MARK = `number ${randomUUID()} `;

/** Strings, so that digits in them are not matched as numbers, and numbers (RFC 8259, sections 6 and 7). */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const STAND_IN = new RegExp(`"${MARK}([-+.\\deE]+)"`, 'g');

/**
 * Parses JSON. A number that JavaScript would write differently becomes a marked string. {@link numberText} reads it,
 * and {@link writeExactJson} writes it.
 *
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const marked = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') || isKept(token) ? token : `"${MARK}${token}"`,
  );
  return marked.length === text.length ? value : JSON.parse(marked);
}

/** Writes JSON as `JSON.stringify` does, and every marked string as its number. */
export function writeExactJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(MARK) ? text.replace(STAND_IN, '$1') : text;
}

/** Returns a number that is written with these digits. @param text number in JSON syntax */
export function exactNumber(text: string): number | string {
  return isKept(text) ? Number(text) : `${MARK}${text}`;
}

/** Returns the source text of a number or a marked string, and undefined for other values. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}

/**
 * Whether two parsed values are the same JSON. Numbers are compared by value: `1.10` equals `1.1`, and digits beyond
 * 2^53 count.
 */
export function isSameJson(one: unknown, other: unknown): boolean {
  const [left, right] = [numberText(one), numberText(other)];
  if (left !== undefined && right !== undefined) return normalise(left) === normalise(right);
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSameJson(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isSameJson(one[name], other[name]))
  );
}

/** Whether JavaScript writes a number exactly as it was read. */
function isKept(token: string): boolean {
  return String(Number(token)) === token;
}

/** Returns the sign, the digits without zeros around them, and the power of ten of the last digit. */
function normalise(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  // An exponent can have more digits than a double.
  const power = BigInt(exponent) + BigInt(digits.length - significant.length - fraction.length);
  return `${sign}${significant}e${power}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

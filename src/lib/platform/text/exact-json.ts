import { randomUUID } from 'node:crypto';

/**
 * JSON whose numbers keep their source text. JavaScript reads `9007199254740993` as 9007199254740992, `1.10` as 1.1, `1e400` as
 * Infinity and `-0` as 0 once it is written. Such a number is held as a stand-in: a string that begins with a mark which
 * nobody outside of the process can know.
 */
const MARK = `number ${randomUUID()} `;

/** Strings, so that digits in them are not taken for numbers, and numbers (RFC 8259, sections 6 and 7). */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
const STAND_IN = new RegExp(`"${MARK}([-+.\\deE]+)"`, 'g');

/**
 * Parses JSON. A number that JavaScript would write otherwise becomes a stand-in; {@link numberText} reads it, and
 * {@link writeExactJson} writes it.
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

/** Writes JSON as `JSON.stringify` does, with every stand-in as the number that it is. */
export function writeExactJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes(MARK) ? text.replace(STAND_IN, '$1') : text;
}

/** A number to be written with these digits. @param text as JSON writes numbers */
export function exactNumber(text: string): number | string {
  return isKept(text) ? Number(text) : `${MARK}${text}`;
}

/** The source text of a number or of a stand-in; undefined for everything else. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
}

/** Whether two parsed values are the same JSON. Numbers are compared by what they mean: `1.10` is `1.1`, digits beyond 2^53 count. */
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

/** Whether JavaScript reads a number and writes it in the same way. */
function isKept(token: string): boolean {
  return String(Number(token)) === token;
}

/** Sign, digits without zeros around them, and the power of ten of the last digit. */
function normalise(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  // An exponent may have more digits than a double.
  const power = BigInt(exponent) + BigInt(digits.length - significant.length - fraction.length);
  return `${sign}${significant}e${power}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

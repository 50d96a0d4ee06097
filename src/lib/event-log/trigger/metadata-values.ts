/**
 * Reads a 64-bit whole number in each form that a Functions worker passes:
 *
 * - a number, or a text of digits;
 * - a `BigInt`;
 * - a `Long` object, `{low, high, unsigned}`, from Node worker 3.16.0
 *   (https://github.com/Azure/azure-functions-nodejs-worker/issues/844).
 *
 * @returns undefined if the value has none of these forms or is not exact as a number: from 2^53 on, JavaScript rounds
 */
export function toExactInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return exact(value);
  // Rounding preserves order, so values beyond 2^53 remain beyond it and are refused.
  if (typeof value === 'bigint') return exact(Number(value));
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? exact(Number(value)) : undefined;
  return isLong(value) ? exact(fromLong(value)) : undefined;
}

/** A 64-bit integer in two halves, as in the package `long`. */
interface Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned?: unknown;
}

function isLong(value: unknown): value is Long {
  if (typeof value !== 'object' || value === null) return false;
  const { low, high } = value as Partial<Long>;
  return isHalf(low) && isHalf(high);
}

/** The halves are signed 32-bit integers. Some serialisers write them unsigned. */
function isHalf(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 32;
}

function fromLong({ low, high, unsigned }: Long): number {
  const upper = unsigned === true ? high >>> 0 : high | 0;
  return upper * 2 ** 32 + (low >>> 0);
}

function exact(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

const CONTENT_TYPE = '"content-type":"';

/**
 * Finds the content type of each event in the JSON text of the system properties, without parsing it.
 *
 * @returns undefined if it is not certain: parse the text instead
 */
export function findContentTypes(text: string, count: number): readonly string[] | undefined {
  const contentTypes: string[] = [];
  let start = text.indexOf('{');
  while (start !== -1) {
    // Every event is one object, so further braces belong to nested values or to texts. Then the counts differ.
    const next = text.indexOf('{', start + 1);
    const end = next === -1 ? text.length : next;
    const at = text.indexOf(CONTENT_TYPE, start);
    const valueAt = at + CONTENT_TYPE.length;
    const valueEnd = text.indexOf('"', valueAt);
    if (at === -1 || valueEnd === -1 || valueEnd > end) return undefined;
    const before = text.charAt(at - 1);
    const value = text.slice(valueAt, valueEnd);
    // A quotation mark after a backslash is in a text.
    if ((before !== '{' && before !== ',') || value.includes('\\')) return undefined;
    contentTypes.push(value);
    start = next;
  }
  return contentTypes.length === count ? contentTypes : undefined;
}

/** Parses the application properties of all events, and changes first letters of names to lower case as the library. */
export function parseProperties(text: string): readonly (Readonly<Record<string, unknown>> | null)[] {
  return toCamelCase(JSON.parse(text)) as readonly (Readonly<Record<string, unknown>> | null)[];
}

function toCamelCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toCamelCase);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      toCamelCase(one),
    ]),
  );
}

/**
 * Reads a 64-bit whole number in every shape that a Functions worker hands over:
 *
 * - a number, or a text of digits;
 * - a `BigInt`;
 * - a `Long` object, `{low, high, unsigned}`, as Node worker 3.16.0 gives them
 *   (https://github.com/Azure/azure-functions-nodejs-worker/issues/844).
 *
 * @returns undefined where the value is none of these, or is not exact as a number: from 2^53 on, JavaScript rounds
 */
export function toExactInteger(value: unknown): number | undefined {
  if (typeof value === 'number') return exact(value);
  // Rounding keeps the order, so what lies beyond 2^53 stays beyond it and is refused.
  if (typeof value === 'bigint') return exact(Number(value));
  if (typeof value === 'string') return /^-?\d+$/.test(value) ? exact(Number(value)) : undefined;
  return isLong(value) ? exact(fromLong(value)) : undefined;
}

/** A 64-bit integer in two halves, as the package `long` keeps it. */
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

/** The halves are signed 32-bit integers; some serialisers write them unsigned. */
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

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

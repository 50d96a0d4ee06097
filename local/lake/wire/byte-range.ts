import { LakeRefusal } from './lake-refusal';

/** Inclusive, in bytes. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `bytes=a-b` or `bytes=a-`; Azure supports no other form. A range that ends beyond the blob is shortened;
 * one that begins there is refused.
 *
 * @param length of the blob in bytes
 */
export function readRange(value: string | undefined, length: number): ByteRange | undefined {
  if (value === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d*)$/.exec(value);
  const start = Number(match?.[1]);
  const end = match?.[2] === '' ? Infinity : Number(match?.[2]);
  if (match === null || end < start)
    throw new LakeRefusal('header_invalid', `The range "${value}" is not valid.`);
  if (start >= length)
    throw new LakeRefusal('range_invalid', undefined, { headers: { 'content-range': `bytes */${length}` } });
  return { start, end: Math.min(end, length - 1) };
}

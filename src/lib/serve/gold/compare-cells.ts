import { type CellValue } from './table-reader';

/** Compares two values of one column: null first; texts by their bytes in UTF-8, like Delta. */
export function compareCells(left: CellValue, right: CellValue): number {
  if (typeof left === 'string' && typeof right === 'string')
    return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return left < right ? -1 : Number(left > right);
}

import { type PowerBiLimits } from './power-bi-limits';

/** Bytes of a body around its rows. */
const ENVELOPE_BYTES = 16;

/**
 * Splits rows, in their order, into requests as large as the limits allow. A row larger than a request gets a
 * separate request, so that the service reports the error.
 *
 * @param toBytes bytes of a row in a body
 */
export function splitRows<Row>(
  rows: readonly Row[],
  { rowsPerRequest, bytesPerRequest }: Pick<PowerBiLimits, 'rowsPerRequest' | 'bytesPerRequest'>,
  toBytes: (row: Row) => number,
): readonly (readonly Row[])[] {
  const requests: Row[][] = [];
  let request: Row[] = [];
  let bytes = ENVELOPE_BYTES;
  for (const row of rows) {
    // One more byte for the comma.
    const more = toBytes(row) + 1;
    if (request.length > 0 && (request.length >= rowsPerRequest || bytes + more > bytesPerRequest)) {
      requests.push(request);
      request = [];
      bytes = ENVELOPE_BYTES;
    }
    request.push(row);
    bytes += more;
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

import { type PowerBiLimits } from './power-bi-limits';

/** What stands around the rows of a body. */
const ENVELOPE_BYTES = 16;

/**
 * Rows in requests as large as the limits allow, in their order. A row that is larger than a request by itself gets one of its
 * own: the service says what is wrong with it.
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
    // And a comma.
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

import { type MappedRow } from '../mapping/compile-mapping';
import { type InputRow } from '../read/input';
import { type OutgoingRecord } from './send-batch';
import { type ReplayTotals } from './totals';

/** Maximum size of a request in bytes, however many records it has. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

export interface BatchesOptions {
  readonly rows: AsyncIterable<readonly InputRow[]>;
  /** Makes records of rows. Without it, rows are sent unchanged. */
  readonly map?: ((row: InputRow) => MappedRow) | undefined;
  readonly limit: number;
  /** Maximum of records a request. */
  readonly batchSize: number;
  readonly totals: ReplayTotals;
}

/** Groups rows into requests and keeps their order. */
export async function* toBatches({
  rows,
  map,
  limit,
  batchSize,
  totals,
}: BatchesOptions): AsyncGenerator<readonly OutgoingRecord[]> {
  let batch: OutgoingRecord[] = [];
  let length = 0;
  for await (const chunk of rows) {
    for (const row of chunk) {
      if (totals.read >= limit) break;
      totals.read += 1;
      const record = toRecord(row, map);
      if ('reason' in record) {
        totals.unreadable += 1;
        totals.addExample(record);
        continue;
      }
      if (batch.length >= batchSize || (batch.length > 0 && length + record.bytes.length > MAX_BATCH_BYTES)) {
        yield batch;
        [batch, length] = [[], 0];
      }
      batch.push(record);
      length += record.bytes.length;
    }
    if (totals.read >= limit) break;
  }
  if (batch.length > 0) yield batch;
}

function toRecord(
  row: InputRow,
  map: BatchesOptions['map'],
): OutgoingRecord | { readonly row: number; readonly reason: string } {
  const mapped = map === undefined ? { json: row.text } : map(row);
  if ('problem' in mapped) return { row: row.row, reason: mapped.problem };
  // Converted to bytes immediately: a text of many parts that lives as long as its batch costs much garbage
  // collection.
  return { row: row.row, bytes: Buffer.from(`${mapped.json}\n`) };
}

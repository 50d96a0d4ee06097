import { appendFile, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { type FaultName } from '../../../src/lib/simulate/faults';

/** Events that arrive in a window; `fault` is the kind of error that a simulator made. */
export type ArrivingEvent = OutgoingEvent & { readonly fault?: FaultName };

/** A row of `plan.batch`. */
export interface BatchRun {
  readonly runId: string;
  readonly path: string;
}

interface OrderEvent {
  readonly type: string;
  readonly data: {
    readonly orderId: string;
    readonly customerId: string;
    readonly status: string;
    readonly currency: string;
    readonly placedAt: string;
    readonly occurredAt: string;
    readonly amounts: { readonly totalMinor: number };
    readonly lines: readonly { readonly productId: string; readonly category?: string }[];
  };
}

/** Each file has a row that cannot be cast. */
const REFERENCE_FILES = [
  ['airports.csv', 'ZZZ,Nowhere,NA,NA,USA,1e999,2'],
  ['weather.csv', 'Tallinn,2026-02-29,0,1,0,1,sun'],
] as const;

/**
 * Writes one run of each batch source, as its Data Factory pipeline does. The reference files are unchanged. Tables
 * of the ERP system and of the shop's database fit the simulated events.
 *
 * @param generation runs after the first have other prices, other stock and newer orders
 */
export async function writeBatchFiles({
  lake,
  generation,
  events,
}: {
  readonly lake: string;
  readonly generation: number;
  readonly events: readonly ArrivingEvent[];
}): Promise<Readonly<Record<string, BatchRun>>> {
  const runId = `scene-${generation}`;
  const pathOf = (source: string): string => `batch/${source}/run=${runId}`;
  const put = async (source: string, file: string, rows: readonly unknown[]): Promise<void> => {
    const target = join(lake, 'bronze', pathOf(source), file);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  };

  const orders = events.flatMap(readOrder);
  const products = [
    ...new Map(orders.flatMap(({ data }) => data.lines.map((line) => [line.productId, line]))),
  ].sort();
  await put(
    'erp',
    'products.ndjson',
    products
      .map(([productId, { category }], index) => ({
        product_id: productId,
        name: `Product ${index} "large", né en Ångström`,
        category: index % 7 === 0 ? null : category,
        supplier: `Supplier ${index % 5}`,
        // Databases also write integers as `1200.0`.
        unit_cost_minor: 500 + index * 10 + generation,
        currency: 'EUR',
      }))
      .concat({
        product_id: 'prd-wrong',
        name: 'é "wrong"',
        category: null,
        supplier: 's',
        unit_cost_minor: 0.5,
        currency: 'EUR',
      }),
  );
  await put(
    'erp',
    'stock.ndjson',
    products
      .map(([productId], index) => ({
        product_id: productId,
        warehouse_code: index % 2 === 0 ? 'WH-BER-1' : 'WH-LYO-1',
        on_hand: 40 + index * generation,
        reserved: index % 3 === 0 ? null : index,
        counted_on: '2026-11-20',
      }))
      .concat({
        product_id: 'prd-wrong',
        warehouse_code: 'WH-BER-1',
        on_hand: 1,
        reserved: null,
        counted_on: '0000-11-20',
      }),
  );
  // The database also has orders that are not in the stream.
  await put(
    'shop_database',
    'orders.ndjson',
    orders.flatMap(({ data }, index) => {
      const row = {
        order_id: data.orderId,
        customer_id: data.customerId,
        status: data.status,
        currency: data.currency,
        total_minor: data.amounts.totalMinor,
        placed_at: data.placedAt,
        changed_at: data.occurredAt,
      };
      if (index === 1)
        return [row, { ...row, order_id: 'ord-wrong', placed_at: '9999-12-31T23:59:59-05:00' }];
      return index % 10 === 0 ? [row, { ...row, order_id: `${data.orderId}-before` }] : [row];
    }),
  );

  const reference = join(lake, 'bronze', pathOf('reference_files'));
  await mkdir(reference, { recursive: true });
  const from = join(dirname(require.resolve('vega-datasets')), '..', 'data');
  for (const [file, wrong] of REFERENCE_FILES) {
    await copyFile(join(from, file), join(reference, file));
    await appendFile(join(reference, file), `\n${wrong}\n`);
  }
  return Object.fromEntries(
    ['reference_files', 'erp', 'shop_database'].map((source) => [source, { runId, path: pathOf(source) }]),
  );
}

/** The shop's database has no malformed data. */
function readOrder({ body, fault }: ArrivingEvent): OrderEvent[] {
  if (fault !== undefined) return [];
  const event = JSON.parse(body.toString('utf8')) as OrderEvent;
  return event.type === 'ecommerce.order' ? [event] : [];
}

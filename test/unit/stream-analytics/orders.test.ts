import { type Arrival, StreamScene } from './stream-scene';

interface OrderState {
  readonly orderId: string;
  readonly status: string;
  readonly at: string;
  readonly placedAt?: string;
  readonly sessionId?: string;
  readonly totalMinor?: number;
}

const DAY = '2026-03-02';

function order({ orderId, status, at, placedAt = at, totalMinor = 1000, ...rest }: OrderState): Arrival {
  const amounts = { subtotalMinor: totalMinor, discountMinor: 0, shippingMinor: 0, taxMinor: 0, totalMinor };
  const data = {
    orderEventId: `${orderId}:${status}`,
    orderId,
    customerId: 'cus-1',
    occurredAt: at,
    placedAt,
    status,
    currency: 'EUR',
    lines: [{ productId: 'prd-1', sku: 'a', quantity: 2, unitPriceMinor: totalMinor }],
    amounts,
    paymentMethod: 'card',
    shippingAddress: { city: 'Tallinn', country: 'EE' },
    ...rest,
  };
  return {
    source: 'ecommerce',
    envelope: { type: 'ecommerce.order', time: at, data },
    enqueuedAt: Date.parse(at),
  };
}

function click(sessionId: string, campaign: string, at: string): Arrival {
  const data = {
    eventId: `${sessionId}:${at}`,
    sessionId,
    occurredAt: at,
    action: 'page-view',
    pagePath: '/',
    deviceClass: 'mobile',
    campaign,
  };
  return {
    source: 'ecommerce',
    envelope: { type: 'ecommerce.clickstream', time: at, data },
    enqueuedAt: Date.parse(at),
  };
}

async function rowsOf(output: string, columns: string, arrivals: readonly Arrival[]): Promise<unknown[][]> {
  const scene = await StreamScene.start(arrivals);
  try {
    await scene.open(output);
    return await scene.rows(`SELECT ${columns} FROM ${output} ORDER BY ALL`);
  } finally {
    scene.end();
  }
}

it('shows an order in its state at the end of the day, without later changes', async () => {
  const placedAt = `${DAY}T10:00:00Z`;
  const arrivals = [
    order({ orderId: 'ord-1', status: 'placed', at: placedAt }),
    order({ orderId: 'ord-1', status: 'paid', at: placedAt, placedAt }),
    order({ orderId: 'ord-2', status: 'placed', at: placedAt }),
    order({ orderId: 'ord-2', status: 'cancelled', at: `${DAY}T23:00:00Z`, placedAt }),
    order({ orderId: 'ord-1', status: 'cancelled', at: '2026-03-03T10:00:00Z', placedAt }),
  ];
  const columns = 'CAST(placed_date AS VARCHAR), CAST(order_count AS INTEGER), CAST(total_minor AS INTEGER)';
  expect(
    await rowsOf(
      'finance_day',
      `${columns}, CAST(cancelled_minor AS INTEGER), CAST(open_minor AS INTEGER)`,
      arrivals,
    ),
  ).toEqual([[`${DAY} 00:00:00`, 2, 2000, 1000, 0]]);
});

it('rounds half a minor unit of an average up', async () => {
  const arrivals = [
    order({ orderId: 'ord-1', status: 'placed', at: `${DAY}T10:00:00Z`, totalMinor: 100 }),
    order({ orderId: 'ord-2', status: 'placed', at: `${DAY}T11:00:00Z`, totalMinor: 101 }),
  ];
  expect(await rowsOf('sales_day', 'average_order_minor, CAST(pieces AS INTEGER)', arrivals)).toEqual([
    [101, 4],
  ]);
});

it('counts an order in the campaign of its visit on that day, and in none without a visit', async () => {
  const arrivals = [
    click('ses-1', 'spring', `${DAY}T09:00:00Z`),
    click('ses-1', 'summer', `${DAY}T09:01:00Z`),
    click('ses-2', 'winter', '2026-03-01T23:59:00Z'),
    order({ orderId: 'ord-1', sessionId: 'ses-1', status: 'placed', at: `${DAY}T10:00:00Z` }),
    order({ orderId: 'ord-2', sessionId: 'ses-2', status: 'placed', at: `${DAY}T00:01:00Z` }),
    order({ orderId: 'ord-3', status: 'placed', at: `${DAY}T12:00:00Z` }),
  ];
  expect(await rowsOf('marketing_revenue_day', 'campaign, CAST(order_count AS INTEGER)', arrivals)).toEqual([
    ['spring', 1],
    ['unknown', 2],
  ]);
});

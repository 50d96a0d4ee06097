import {
  dumpTables,
  ended,
  LONG_MILLISECONDS,
  query,
  recompute,
  startRefresh,
} from '../testing/fixtures/lakehouse';
import { distinct, parse, send, type SentEvent, simulateShop } from '../testing/fixtures/simulated-shop';
import { startTestStack, type TestStack } from '../testing/fixtures/stack';
import { runs } from '../testing/runs';
import { join } from 'node:path';

const SEED = 20_261_121;
const COUNT = runs(600, 1500);
const FIRST_DAY = new Date('2026-11-19T12:00:00Z');
const SECOND_DAY = new Date('2026-11-20T12:00:00Z');

let stack: TestStack;
let sent: SentEvent[];

beforeAll(async () => {
  stack = await startTestStack({ withLakehouse: true });
});

afterAll(async () => {
  await stack.end();
});

const ofType = (type: string): SentEvent[] => sent.filter((event) => event.type === type);

/** @returns the newest event of each key. Among equal times any may win; these tests do not depend on it. */
function newestBy(events: readonly SentEvent[], key: string): SentEvent[] {
  const newest = new Map<unknown, SentEvent>();
  for (const event of events) {
    const before = newest.get(event.data[key]);
    if (before === undefined || Date.parse(event.time) >= Date.parse(before.time))
      newest.set(event.data[key], event);
  }
  return [...newest.values()];
}

/** Builds deletions of five customers, after both days. */
function deletionsOf(profiles: readonly Buffer[]): Buffer[] {
  return profiles.slice(0, 5).map((body, index) => {
    const event = parse(body);
    const changedAt = '2026-11-20T20:00:00Z';
    const data = {
      changeId: `gone-${index}`,
      customerId: event.data['customerId'],
      changedAt,
      operation: 'delete',
    };
    return Buffer.from(JSON.stringify({ ...event, id: data.changeId, time: changedAt, data }));
  });
}

it(
  'refreshes two days of events into Gold, and does nothing in a third refresh',
  async () => {
    const [first, second] = [simulateShop(SEED, FIRST_DAY, COUNT), simulateShop(SEED, SECOND_DAY, COUNT)];
    second.get('customers')?.push(...deletionsOf(first.get('customers') ?? []));
    sent = distinct([...first.values(), ...second.values()]);
    expect(sent.length).toBeLessThan(2 * 4 * COUNT);

    await send(stack, first);
    await stack.landed();
    const one = await ended(stack, await startRefresh(stack));
    expect([one.state, one.reason]).toEqual(['succeeded', null]);

    await send(stack, second);
    await stack.landed();
    // Two concurrent callers get the same refresh.
    const [id, other] = await Promise.all([startRefresh(stack), startRefresh(stack)]);
    expect(other).toBe(id);
    const two = await ended(stack, id);
    expect([two.state, two.reason]).toEqual(['succeeded', null]);
    expect(two.number).toBeGreaterThan(one.number);

    const three = await ended(stack, await startRefresh(stack));
    expect([three.state, three.runs]).toEqual(['nothing-new', []]);

    const list = (await (await stack.api('refresh')).json()) as { refreshes: { id: string }[] };
    expect(list.refreshes.map((refresh) => refresh.id)).toEqual([three.id, two.id, one.id]);
    expect(await dumpTables(join(stack.dataDirectory, 'lake'))).toEqual(
      await recompute(stack.dataDirectory, two.number),
    );
  },
  LONG_MILLISECONDS,
);

it('counts and sums orders per currency as sent', async () => {
  const orders = newestBy(ofType('ecommerce.order'), 'orderId');
  const expected = new Map<string, { orders: number; minor: number }>();
  for (const { data } of orders) {
    const currency = String(data['currency']);
    const sum = expected.get(currency) ?? { orders: 0, minor: 0 };
    const { totalMinor } = data['amounts'] as { totalMinor: number };
    expected.set(currency, { orders: sum.orders + 1, minor: sum.minor + totalMinor });
  }
  const rows = await query(
    stack.dataDirectory,
    `SELECT currency, count(*)::INTEGER AS orders, (sum(total_amount) * 100)::BIGINT::VARCHAR AS minor
     FROM gold.fact_order GROUP BY currency`,
  );
  expect(rows.length).toBeGreaterThan(3);
  expect(
    new Map(
      rows.map(({ currency, orders: count, minor }) => [currency, { orders: count, minor: Number(minor) }]),
    ),
  ).toEqual(expected);
});

it('counts each reading once, in its device and hour', async () => {
  const expected = new Map<string, number>();
  for (const { data, time } of ofType('iot.telemetry')) {
    const key = `${String(data['deviceId'])} ${new Date(time).toISOString().slice(0, 13)}`;
    expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  const rows = await query(
    stack.dataDirectory,
    `SELECT device_id || ' ' || strftime(hour_start, '%Y-%m-%dT%H') AS key, sum(reading_count)::INTEGER AS readings
     FROM gold.fact_telemetry_hour GROUP BY ALL`,
  );
  expect(new Map(rows.map(({ key, readings }) => [key, readings]))).toEqual(expected);
});

it('writes each shipment once, with the count of its events', async () => {
  const expected = new Map<unknown, number>();
  for (const { data } of ofType('logistics.shipment'))
    expected.set(data['shipmentId'], (expected.get(data['shipmentId']) ?? 0) + 1);
  const rows = await query(
    stack.dataDirectory,
    'SELECT shipment_id, event_count::INTEGER AS events FROM gold.fact_shipment',
  );
  expect(rows).toHaveLength(expected.size);
  expect(new Map(rows.map(({ shipment_id, events }) => [shipment_id, events]))).toEqual(expected);
});

it('keeps the newest state of each customer, and no personal data of deleted ones', async () => {
  const profiles = newestBy(ofType('customers.profile'), 'customerId');
  const deleted = profiles
    .filter(({ data }) => data['operation'] === 'delete')
    .map(({ data }) => data['customerId']);
  expect(deleted.length).toBeGreaterThan(0);
  const [row] = await query(
    stack.dataDirectory,
    `SELECT count(DISTINCT customer_id) FILTER (WHERE is_current)::INTEGER AS current,
            count(DISTINCT customer_id) FILTER (WHERE is_erased)::INTEGER AS erased,
            count(*) FILTER (WHERE is_erased AND (first_name IS NOT NULL OR email_hash IS NOT NULL))::INTEGER AS leaks
     FROM gold.dim_customer WHERE change_id IS NOT NULL AND change_id <> 'none'`,
  );
  expect(row).toMatchObject({ current: profiles.length - deleted.length, leaks: 0 });
  expect(row?.['erased']).toBeGreaterThanOrEqual(deleted.length);
});

it('describes the steps, models and quality of a refresh', async () => {
  const list = (await (await stack.api('refresh?limit=3')).json()) as {
    refreshes: { id: string; state: string }[];
  };
  const succeeded = list.refreshes.find(({ state }) => state === 'succeeded');
  const refresh = await ended(stack, succeeded?.id ?? '');
  expect(refresh.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(
    expect.arrayContaining(['plan succeeded', 'job succeeded', 'quality succeeded']),
  );
  expect(refresh.models.length).toBeGreaterThan(20);
  expect(refresh.quality).toMatchObject({ passed: true, reasons: [] });
  expect(JSON.stringify(refresh)).not.toContain('/runtime/webhooks');
});

it('answers 404 for an unknown refresh and 409 for a cancel when it has ended', async () => {
  expect((await stack.api('refresh/20200101T000000Z-00000000')).status).toBe(404);
  const list = (await (await stack.api('refresh?limit=1')).json()) as { refreshes: { id: string }[] };
  const response = await stack.api(`refresh/${list.refreshes[0]?.id ?? ''}`, { method: 'DELETE' });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    409,
    expect.stringContaining('application/problem+json'),
  ]);
});

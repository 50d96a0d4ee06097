import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { orderEvent } from './drifting-things';
import { startLakehouse } from './lakehouse-scene';
import { type ContractEvent, contentsOf, landEvents } from './thing';

jest.setTimeout(240_000);

let scene: EngineScene;
afterEach(() => scene.end());

interface Times {
  readonly id: string;
  readonly at: string;
}

function click({
  id,
  at,
  campaign,
  session = 'ses-1',
}: Times & { campaign?: string; session?: string }): ContractEvent {
  const page = { action: 'view', pagePath: '/', deviceClass: 'desktop', ...(campaign && { campaign }) };
  return { time: at, data: { eventId: id, sessionId: session, occurredAt: at, ...page } };
}

function order({ id, at, orderId = id }: Times & { orderId?: string }): ContractEvent {
  const made = orderEvent({ id, at, placedAt: at, totalMinor: 7000, other: false });
  return { time: at, data: { ...made.data, orderId } };
}

function reading({ id, at }: Times): ContractEvent {
  const site = { siteCode: 'WH-1', country: 'EE', latitude: 59, longitude: 24 };
  const more = { deviceKind: 'sensor', metrics: { temperatureCelsius: 10 }, status: 'ok' };
  return { time: at, data: { readingId: id, deviceId: 'dev-1', measuredAt: at, site, ...more } };
}

function step({ id, at, status }: Times & { status: string }): ContractEvent {
  const places = { origin: { siteCode: 'WH-1' }, destination: { siteCode: 'DP-1' } };
  const more = { shipmentId: 'shp-1', carrierCode: 'BALTEX', mode: 'road', status, ...places };
  return { time: at, data: { shipmentEventId: id, occurredAt: at, ...more } };
}

const revenue = (): Promise<unknown[][]> =>
  scene.rows(
    'SELECT CAST(placed_date AS VARCHAR), campaign, CAST(total_amount AS VARCHAR) FROM gold.marketing_revenue_day ORDER BY 1, 2',
  );
const counts = (mart: string, day: string, count: string): Promise<unknown[][]> =>
  scene.rows(
    `SELECT CAST(${day} AS VARCHAR), CAST(sum(${count}) AS INTEGER) FROM gold.${mart} GROUP BY 1 ORDER BY 1`,
  );

/** Results that the tests of visits compare. */
const VISITS = ['gold.marketing_revenue_day', 'gold.marketing_campaign_day'];

describe('a visit beyond midnight', () => {
  it('has the order of the next day in its campaign, and counts on its first day', async () => {
    scene = await startLakehouse({ upTo: VISITS });
    await landEvents(scene, 'ecommerce.clickstream', [
      click({ id: 'c-1', at: '2026-03-02T23:58:00Z', campaign: 'spring' }),
      click({ id: 'c-2', at: '2026-03-03T00:01:00Z' }),
    ]);
    await landEvents(scene, 'ecommerce.order', [order({ id: 'o-1', at: '2026-03-03T00:02:00Z' })]);
    await scene.refresh();
    expect(await revenue()).toEqual([['2026-03-03', 'spring', '70.00']]);
    expect(await counts('marketing_campaign_day', 'visit_date', 'visit_count')).toEqual([['2026-03-02', 1]]);
  });

  it.each([
    ['the order first', ['order', 'visit']],
    ['the visit first', ['visit', 'order']],
  ])('gives the same result in two refreshes, %s', async (_, sequence) => {
    scene = await startLakehouse({ upTo: VISITS });
    for (const what of sequence) {
      if (what === 'visit')
        await landEvents(scene, 'ecommerce.clickstream', [
          click({ id: 'c-1', at: '2026-03-02T23:58:00Z', campaign: 'spring' }),
        ]);
      else await landEvents(scene, 'ecommerce.order', [order({ id: 'o-1', at: '2026-03-03T00:02:00Z' })]);
      await scene.refresh();
    }
    expect(await revenue()).toEqual([['2026-03-03', 'spring', '70.00']]);
  });

  it('moves to the day before, with its campaign, if its first click arrives late', async () => {
    scene = await startLakehouse({ upTo: VISITS });
    await landEvents(scene, 'ecommerce.clickstream', [click({ id: 'c-2', at: '2026-03-03T00:01:00Z' })]);
    await landEvents(scene, 'ecommerce.order', [order({ id: 'o-1', at: '2026-03-03T00:02:00Z' })]);
    await scene.refresh();
    expect(await revenue()).toEqual([['2026-03-03', 'none', '70.00']]);
    await landEvents(scene, 'ecommerce.clickstream', [
      click({ id: 'c-1', at: '2026-03-02T23:58:00Z', campaign: 'spring' }),
    ]);
    await scene.refresh();
    expect(await revenue()).toEqual([['2026-03-03', 'spring', '70.00']]);
    expect(await counts('marketing_campaign_day', 'visit_date', 'visit_count')).toEqual([['2026-03-02', 1]]);
  });
});

describe('business days of Europe/Berlin', () => {
  /** Around the local midnights of both changes of clocks: the last second of a day and the first of the next. */
  const NIGHTS = [
    ['2026-03-28T22:59:59Z', '2026-03-28'],
    ['2026-03-28T23:00:00Z', '2026-03-29'],
    // The day of 23 hours ends one hour earlier in UTC than it began.
    ['2026-03-29T21:59:59Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T21:59:59Z', '2026-10-24'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    // A new year begins on the last day of the old one in UTC.
    ['2026-12-31T23:30:00Z', '2027-01-01'],
  ] as const;

  const BY_DAY = [...new Set(NIGHTS.map(([, day]) => day))].map((day) => [
    day,
    NIGHTS.filter(([, other]) => other === day).length,
  ]);

  async function landNights(nights: readonly (readonly [string, string])[]): Promise<void> {
    const times = nights.map(([at]) => ({ id: `e-${at}`, at }));
    await landEvents(scene, 'ecommerce.order', times.map(order));
    await landEvents(
      scene,
      'ecommerce.clickstream',
      times.map(({ id, at }) => click({ id, at, session: `ses-${at}` })),
    );
    await landEvents(scene, 'iot.telemetry', times.map(reading));
    await landEvents(
      scene,
      'logistics.shipment',
      times.map(({ id, at }) => step({ id, at, status: 'in-transit' })),
    );
  }

  it('apply in every mart, across both changes of clocks', async () => {
    const marts = [
      ['sales_day', 'placed_date', 'order_count'],
      ['finance_day', 'placed_date', 'order_count'],
      ['sales_product_day', 'placed_date', 'order_count'],
      ['marketing_revenue_day', 'placed_date', 'order_count'],
      ['customer_care_day', 'event_date', 'placed_count'],
      ['marketing_campaign_day', 'visit_date', 'visit_count'],
      ['operations_device_day', 'event_date', 'reading_count'],
      ['operations_site_hour', 'event_date', 'reading_count'],
    ] as const;
    scene = await startLakehouse({
      businessTimeZone: 'Europe/Berlin',
      upTo: [...marts.map(([mart]) => `gold.${mart}`), 'gold.operations_delivery_day', 'gold.dim_date'],
    });
    await landNights(NIGHTS);
    await scene.refresh();
    for (const [mart, day, count] of marts)
      expect([mart, await counts(mart, day, count)]).toEqual([mart, BY_DAY]);
    expect(
      await scene.rows('SELECT CAST(event_date AS VARCHAR) FROM gold.operations_delivery_day ORDER BY 1'),
    ).toEqual(BY_DAY.map(([day]) => [day]));
    expect(
      await scene.rows("SELECT count(*)::INTEGER FROM gold.dim_date WHERE calendar_date = DATE '2027-01-01'"),
    ).toEqual([[1]]);
  });

  it('are the same in one refresh and in several, in any order', async () => {
    const tables = [
      'operations_delivery_day',
      'customer_care_day',
      'operations_device_day',
      'sales_day',
      'dim_date',
    ];
    const names = tables.map((table) => `gold.${table}`);
    scene = await startLakehouse({ businessTimeZone: 'Europe/Berlin', upTo: names });
    await landNights(NIGHTS);
    await scene.refresh();
    const once = await contentsOf(scene, names);
    await scene.end();
    scene = await startLakehouse({ businessTimeZone: 'Europe/Berlin', upTo: names });
    // Each day of UTC has steps of two business days, which are separated here.
    for (const some of [NIGHTS.filter((_, at) => at % 2 === 1), NIGHTS.filter((_, at) => at % 2 === 0)]) {
      await landNights(some);
      await scene.refresh();
    }
    expect(await contentsOf(scene, names)).toEqual(once);
  });

  it('have 25 hours of readings if clocks go back, and windows stay in UTC', async () => {
    scene = await startLakehouse({
      businessTimeZone: 'Europe/Berlin',
      upTo: ['gold.operations_device_day', 'gold.window_iot_telemetry'],
    });
    const begin = Date.parse('2026-10-24T22:30:00Z');
    const times = Array.from({ length: 25 }, (_, hour) => new Date(begin + hour * 3_600_000).toISOString());
    await landEvents(
      scene,
      'iot.telemetry',
      times.map((at) => reading({ id: `r-${at}`, at })),
    );
    await scene.refresh();
    expect(
      await scene.rows(
        'SELECT CAST(event_date AS VARCHAR), CAST(hour_count AS INTEGER) FROM gold.operations_device_day',
      ),
    ).toEqual([['2026-10-25', 25]]);
    expect(await counts('window_iot_telemetry', 'window_date', 'events')).toEqual([
      ['2026-10-24', 2],
      ['2026-10-25', 23],
    ]);
  });

  it('are refused over days of UTC, until Gold is rebuilt', async () => {
    scene = await startLakehouse({ upTo: ['gold.sales_day', 'gold.dim_date'] });
    await landNights(NIGHTS);
    await scene.refresh();
    scene.businessTimeZone = 'Europe/Berlin';
    await expect(scene.refresh()).rejects.toThrow(
      /^BUSINESS_TIME_ZONE is Europe\/Berlin, and the days of Gold are of UTC. Set it back, or remove the tables of Gold/,
    );
    const gold = join(scene.lakeDirectory, 'gold');
    for (const folder of await readdir(gold))
      if (folder !== '_refresh') await rm(join(gold, folder), { recursive: true });
    await scene.refresh();
    expect(await counts('sales_day', 'placed_date', 'order_count')).toEqual(BY_DAY);
  });
});

it('split an hour of UTC if midnight of the zone is in it', async () => {
  scene = await startLakehouse({ businessTimeZone: 'Asia/Kolkata', upTo: ['gold.fact_telemetry_hour'] });
  await landEvents(scene, 'iot.telemetry', [
    reading({ id: 'r-1', at: '2026-03-02T18:29:59Z' }),
    reading({ id: 'r-2', at: '2026-03-02T18:30:00Z' }),
  ]);
  await scene.refresh();
  expect(
    await scene.rows(
      'SELECT CAST(event_date AS VARCHAR), CAST(hour_start AS VARCHAR), CAST(reading_count AS INTEGER) FROM gold.fact_telemetry_hour ORDER BY 1',
    ),
  ).toEqual([
    ['2026-03-02', '2026-03-02 18:00:00+00', 1],
    ['2026-03-03', '2026-03-02 18:00:00+00', 1],
  ]);
});

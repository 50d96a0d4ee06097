import { createRegistry } from '../../../src/lib/contracts/registry';
import { SIMULATED_SOURCES } from '../../../src/lib/contracts/source';
import { createSimulator } from '../../../src/lib/simulate/simulator';
import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { runs } from '../../testing/runs';
import { ExpectedGold } from './expected-gold';
import { expectedWindows, windowQuery } from './expected-windows';
import { type Envelope, envelopeOf, isQuarantined, landSimulated, startLakehouse } from './lakehouse-scene';

jest.setTimeout(240_000);

const HOUR = 3_600_000;
/** Each has its refresh. The last is after midnight, so that facts of the day before change, too. */
const HOURS = Array.from({ length: runs(2, 3) }, (_, hour) => hour);
const BEGIN = Date.UTC(2026, 10, 21, 1) - HOURS.length * HOUR;
const FAULTS = {
  duplicate: 0.04,
  late: 0.06,
  malformed: 0.01,
  contractBreaking: 0.01,
  unknownType: 0.01,
  oversized: 0,
  contradicting: 0,
};
const seed = Math.floor(Math.random() * 1_000_000);

const CONTRACTS = createRegistry().all();

const accepted: Envelope[] = [];
let scene: EngineScene;
let expected: ExpectedGold;

beforeAll(async () => {
  scene = await startLakehouse();
  const simulator = createSimulator({ seed });
  for (const hour of HOURS) {
    const window = { from: new Date(BEGIN + hour * HOUR), to: new Date(BEGIN + (hour + 1) * HOUR) };
    for (const source of SIMULATED_SOURCES) {
      const options = { source, ...window, eventsPerSecond: 0.25, shopEventsPerSecond: 0.25, faults: FAULTS };
      const events = simulator.simulate(options);
      await landSimulated(scene, source, { events, ...window });
      accepted.push(...events.filter((event) => !isQuarantined(event)).map(envelopeOf));
    }
    await scene.refresh();
  }
  expected = new ExpectedGold(accepted);
});
afterAll(() => scene.end());

/** Compares rows in any order, with the seed that recreates the events. */
function expectSame(actual: readonly unknown[][], wanted: readonly unknown[][]): void {
  const sorted = (rows: readonly unknown[][]): string[] => rows.map((row) => JSON.stringify(row)).sort();
  expect({ seed, rows: sorted(actual) }).toEqual({ seed, rows: sorted(wanted) });
  expect(wanted.length).toBeGreaterThan(0);
}

/** Amounts as exact integers in minor units. */
const minor = (column: string): string => `CAST(${column} * 100 AS INTEGER) AS ${column}`;

it('matches finance with the orders', async () => {
  const rows = await scene.rows(
    `SELECT CAST(placed_date AS VARCHAR), currency, country, payment_method, CAST(order_count AS INTEGER),
       ${['tax_amount', 'total_amount', 'cancelled_amount', 'returned_amount', 'kept_amount'].map(minor).join()}
     FROM gold.finance_day`,
  );
  expectSame(rows, expected.financeDay());
});

it('matches sales with the lines of the orders', async () => {
  const rows = await scene.rows(
    `SELECT CAST(placed_date AS VARCHAR), product_id, currency, CAST(order_count AS INTEGER), CAST(pieces AS INTEGER),
       ${['net_amount', 'kept_amount'].map(minor).join()}
     FROM gold.sales_product_day`,
  );
  expectSame(rows, expected.salesProductDay());
});

it('matches operations with the devices', async () => {
  const rows = await scene.rows(
    `SELECT CAST(event_date AS VARCHAR), device_id, CAST(hour_count AS INTEGER), CAST(reading_count AS INTEGER),
       CAST(fault_count AS INTEGER), temperature_celsius_maximum
     FROM gold.operations_device_day`,
  );
  expectSame(rows, expected.deviceDay());
});

it('matches operations with the shipments', async () => {
  const rows = await scene.rows(
    `SELECT CAST(event_date AS VARCHAR), carrier_code, mode, CAST(shipment_count AS INTEGER),
       CAST(arrived_count AS INTEGER), CAST(late_arrival_count AS INTEGER), CAST(delivered_count AS INTEGER),
       CAST(arrival_delay_minutes AS INTEGER)
     FROM gold.operations_delivery_day`,
  );
  expectSame(rows, expected.deliveryDay());
  const statuses = await scene.rows('SELECT shipment_id, status FROM gold.fact_shipment');
  expectSame(
    statuses,
    expected.newestSteps.map(({ shipmentId, status }) => [shipmentId, status]),
  );
});

it('matches marketing with the clicks', async () => {
  const rows = await scene.rows(
    `SELECT CAST(visit_date AS VARCHAR), campaign, device_class, CAST(sum(visit_count) AS INTEGER),
       CAST(sum(cart_count) AS INTEGER), CAST(sum(purchase_count) AS INTEGER), CAST(sum(click_count) AS INTEGER)
     FROM gold.marketing_campaign_day GROUP BY ALL`,
  );
  expectSame(rows, expected.campaignDay());
});

it('matches customer care with the errors', async () => {
  const sums = ['placed', 'cancelled', 'returned', 'late_arrival', 'failed_delivery'].map(
    (name) => `CAST(sum(${name}_count) AS INTEGER)`,
  );
  const rows = await scene.rows(`SELECT ${sums.join()} FROM gold.customer_care_day`);
  expectSame(rows, [expected.careTotals()]);
});

it.each(CONTRACTS.map(({ type, windows }) => [type, windows]))(
  'matches the batch view of %s with the events by the minute',
  async (type, windows) => {
    if (windows === undefined) throw new Error(`${type} has no windows`);
    const eventId = CONTRACTS.find((contract) => contract.type === type)?.eventId.slice(1) ?? '';
    const events = accepted
      .filter((envelope) => envelope.type === type)
      .map(({ time, data }) => ({ id: String(data[eventId]), time: Date.parse(time), record: data }));
    const rows = await scene.rows(windowQuery(type.replace('.', '_'), windows));
    expectSame(rows, expectedWindows(windows, events));
  },
);

it('has the existing customers, each with one present version', async () => {
  const rows = await scene.rows('SELECT customer_id FROM silver.customers_profile WHERE is_current');
  expectSame(
    rows,
    expected.currentCustomers().map((id) => [id]),
  );
});

it('loses no row of a fact that joins its dimensions', async () => {
  const joins = [
    ['fact_order', 'dim_customer_current', 'customer_id', 'customer_id'],
    ['fact_order', 'dim_date', 'placed_date', 'calendar_date'],
    ['fact_order_line', 'dim_product', 'product_id', 'product_id'],
    ['fact_order_line', 'dim_customer_current', 'customer_id', 'customer_id'],
    ['fact_session', 'dim_customer_current', 'customer_id', 'customer_id'],
    ['fact_session', 'dim_date', 'visit_date', 'calendar_date'],
    ['fact_shipment', 'dim_device', 'device_id', 'device_id'],
    ['fact_shipment', 'dim_place', 'origin_site_code', 'site_code'],
    ['fact_shipment', 'dim_place', 'destination_site_code', 'site_code'],
    ['fact_shipment', 'dim_date', 'first_event_date', 'calendar_date'],
    ['fact_telemetry_hour', 'dim_device', 'device_id', 'device_id'],
    ['fact_telemetry_hour', 'dim_place', 'site_code', 'site_code'],
    ['fact_telemetry_hour', 'dim_date', 'event_date', 'calendar_date'],
  ] as const;
  for (const [fact, dimension, key, member] of joins) {
    const [[joined, all] = []] = await scene.rows(
      `SELECT CAST((SELECT count(*) FROM gold.${fact} AS f JOIN gold.${dimension} AS d ON d.${member} = f.${key}) AS INTEGER),
         CAST((SELECT count(*) FROM gold.${fact}) AS INTEGER)`,
    );
    expect({ seed, fact, dimension, key, joined }).toEqual({ seed, fact, dimension, key, joined: all });
    expect(all).toBeGreaterThan(0);
  }
});

import { createEventValidator } from '../../../src/lib/contracts/validate';
import { createRegistry } from '../../../src/lib/contracts/registry';
import { type Contract } from '../../../src/lib/contracts/contract';
import { type EngineScene, type Line } from '../../conformance/databricks/engine/engine-scene';
import { type ExtremeEvent, extremeEvents, unsoundEvents } from '../../testing/fixtures/extreme-events';
import { startLakehouse } from './lakehouse-scene';

jest.setTimeout(180_000);

const registry = createRegistry();
const contracts = registry.all();

function isAccepted({ source }: Contract, { text }: ExtremeEvent): boolean {
  return createEventValidator({ registry, source })({ body: Buffer.from(text) }).verdict === 'accepted';
}

/** The table that has each event of the contract once. */
function eventsTable({ type }: Contract): string {
  return `silver.${type.replaceAll('.', '_')}${type === 'customers.profile' ? '_change' : ''}`;
}

describe('events at the limits of their types, up to Gold', () => {
  let scene: EngineScene;
  const sound = new Map(
    contracts.map((contract) => [
      contract,
      extremeEvents(contract).filter((one) => isAccepted(contract, one)),
    ]),
  );

  beforeAll(async () => {
    scene = await startLakehouse();
    for (const contract of contracts) {
      const lines = [...(sound.get(contract) ?? []), ...unsoundEvents(contract)].map(({ text }): Line => ({
        contract: contract.type,
        event: {},
        text,
        enqueuedTime: '2026-03-02T08:16:00.000Z',
      }));
      await scene.land(contract.source, lines);
    }
    await scene.refresh();
  });
  afterAll(() => scene.end());

  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    'are all in Silver if the contract of %s accepts them',
    async (_, contract) => {
      expect(sound.get(contract)?.length).toBeGreaterThan(40);
      expect(await scene.rows(`SELECT count(*) FROM ${eventsTable(contract)}`)).toEqual([
        [String(sound.get(contract)?.length)],
      ]);
    },
  );

  it.each(contracts.map((contract) => [contract.type, contract] as const))(
    'are quarantined by the contract of %s if Silver cannot represent them, and rejected after an older rule',
    async (type, contract) => {
      const unsound = unsoundEvents(contract);
      expect(unsound.filter((one) => isAccepted(contract, one))).toEqual([]);
      const rejected = await scene.rows(
        `SELECT event, field FROM silver.${type.replaceAll('.', '_')}_rejected ORDER BY sequence_number`,
      );
      expect(rejected.map(([event]) => event)).toEqual(unsound.map(({ text }) => text));
      expect(rejected.map(([, field]) => String(field).replaceAll('*', '0'))).toEqual(
        unsound.map(({ what }) => `/data/${what.slice(0, what.indexOf(' '))}`),
      );
    },
  );

  it('reach Gold', async () => {
    expect(await scene.rows('SELECT min(year), max(year) FROM gold.dim_date')).toEqual([[1, 9999]]);
    const [[steps, silver, orders, ids] = []] = await scene.rows(
      `SELECT (SELECT CAST(sum(event_count) AS BIGINT) FROM gold.fact_shipment), (SELECT count(*) FROM silver.logistics_shipment),
        (SELECT count(*) FROM gold.fact_order), (SELECT count(DISTINCT order_id) FROM silver.ecommerce_order)`,
    );
    expect(steps).toBe(silver);
    expect(orders).toBe(ids);
    expect(Number(orders)).toBeGreaterThan(0);
  });
});

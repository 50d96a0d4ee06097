import { makeErpTables } from '../../../src/lib/simulate/world/erp-tables';
import { World } from '../../../src/lib/simulate/world/world';

const world = new World(7);
const { products, stock } = makeErpTables(world, '2026-03-02');

describe('the tables of the simulated ERP system', () => {
  it('describe every product that the shop sells', () => {
    expect(products.map(({ product_id }) => product_id)).toEqual(
      world.products.map(({ productId }) => productId),
    );
    expect(
      products.filter(({ name, category, supplier }) => [name, category, supplier].includes('')),
    ).toEqual([]);
  });

  it('have a cost below the price', () => {
    const dear = products.filter(
      ({ unit_cost_minor }, index) =>
        unit_cost_minor < 0 || unit_cost_minor >= (world.products[index]?.priceEuroCents ?? 0),
    );
    expect(dear).toEqual([]);
  });

  it('have the stock of each product in each warehouse, and never more reserved than there is', () => {
    expect(
      new Set(stock.map(({ product_id, warehouse_code }) => `${product_id} ${warehouse_code}`)).size,
    ).toBe(products.length * 4);
    expect(stock.filter(({ on_hand, reserved }) => reserved > on_hand || reserved < 0)).toEqual([]);
    expect(new Set(stock.map(({ counted_on }) => counted_on))).toEqual(new Set(['2026-03-02']));
  });

  it('are the same for the same seed, and others for another', () => {
    expect(makeErpTables(new World(7), '2026-03-02')).toEqual({ products, stock });
    expect(makeErpTables(new World(8), '2026-03-02').products).not.toEqual(products);
  });
});

import { Draws, stream } from '../random';
import { WAREHOUSES } from './places';
import { type World } from './world';

const SUPPLY = stream('world.erp.supply');
const STOCK = stream('world.erp.stock');

const SUPPLIERS = ['Nordwind GmbH', 'Balti Kaubad OÜ', 'Vistula Sp. z o.o.', 'Adriatica S.r.l.'] as const;

/** A row of the ERP system's table `products`. */
export interface ErpProduct {
  readonly product_id: string;
  readonly name: string;
  readonly category: string;
  readonly supplier: string;
  readonly unit_cost_minor: number;
  readonly currency: string;
}

/** A row of its table `stock`: a product in a warehouse. */
export interface ErpStock {
  readonly product_id: string;
  readonly warehouse_code: string;
  readonly on_hand: number;
  readonly reserved: number;
  readonly reorder_level: number;
  /** `YYYY-MM-DD` */
  readonly counted_on: string;
}

export interface ErpTables {
  readonly products: readonly ErpProduct[];
  readonly stock: readonly ErpStock[];
}

/**
 * The tables of the simulated company's ERP system: all products of the shop, and their stock in each warehouse.
 *
 * @param countedOn day of the count, `YYYY-MM-DD`
 */
export function makeErpTables({ seed, products }: World, countedOn: string): ErpTables {
  return {
    products: products.map(({ productId, name, category, priceEuroCents }, index) => {
      const draws = new Draws(seed, SUPPLY, index);
      return {
        product_id: productId,
        name,
        category,
        supplier: draws.pick(SUPPLIERS),
        unit_cost_minor: Math.round(priceEuroCents * draws.between(0.45, 0.75)),
        currency: 'EUR',
      };
    }),
    stock: products.flatMap(({ productId }, index) =>
      WAREHOUSES.map(({ siteCode }, warehouse) => {
        const draws = new Draws(seed, STOCK, index, warehouse);
        const onHand = draws.below(400);
        return {
          product_id: productId,
          warehouse_code: siteCode,
          on_hand: onHand,
          reserved: Math.min(onHand, draws.below(40)),
          reorder_level: 20 + draws.below(60),
          counted_on: countedOn,
        };
      }),
    ),
  };
}

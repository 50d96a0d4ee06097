import { Draws, fallOn, listOf, type NonEmpty, stream } from '../random';
import { type Names } from './names';

const PRODUCT = stream('world.product');

const PRODUCT_COUNT = 400;

interface Category {
  readonly name: string;
  /** Range of prices, in euro cents. */
  readonly low: number;
  readonly high: number;
  /** Sizes and colours; an empty text is a product without variants. */
  readonly variants: NonEmpty<string>;
}

/** Categories of the shop's products. */
const CATEGORIES: NonEmpty<Category> = [
  { name: 'electronics', low: 1990, high: 129900, variants: ['black', 'silver'] },
  { name: 'home', low: 890, high: 24900, variants: ['white', 'oak', 'grey'] },
  { name: 'fashion', low: 1490, high: 19900, variants: ['S-blue', 'M-blue', 'L-blue', 'M-red'] },
  { name: 'outdoor', low: 990, high: 39900, variants: ['S-green', 'M-green', 'L-green'] },
  { name: 'toys', low: 590, high: 8990, variants: [''] },
  { name: 'books', low: 790, high: 4990, variants: ['hardcover', 'paperback'] },
  { name: 'beauty', low: 450, high: 7990, variants: [''] },
  { name: 'garden', low: 690, high: 59900, variants: [''] },
];

export interface Product {
  readonly productId: string;
  readonly name: string;
  readonly category: string;
  /** The product in each of its sizes and colours. */
  readonly skus: NonEmpty<string>;
  readonly priceEuroCents: number;
  readonly weightKilograms: number;
}

export function makeProducts(seed: number, names: Names): NonEmpty<Product> {
  return listOf(PRODUCT_COUNT, (index) => {
    const draws = new Draws(seed, PRODUCT, index);
    const category = fallOn(CATEGORIES, index);
    const productId = `prd-${String(index + 1).padStart(4, '0')}`;
    const [variant, ...others] = category.variants;
    const skuOf = (name: string): string => (name === '' ? productId : `${productId}-${name}`);
    // Cheap products are more frequent than expensive ones, and prices end in 9.
    const price = category.low + (category.high - category.low) * draws.share() ** 3;
    return {
      productId,
      name: fallOn(names.productNames, index),
      category: category.name,
      skus: [skuOf(variant), ...others.map(skuOf)],
      priceEuroCents: Math.max(99, Math.round(price / 10) * 10 - 1),
      weightKilograms: Math.round(draws.between(1, 80) ** 1.3) / 10,
    };
  });
}

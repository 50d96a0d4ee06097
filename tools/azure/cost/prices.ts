import { z } from 'zod';
import file from './prices.json';

const priceSchema = z.union([
  z.strictObject({ usd: z.number().positive() }),
  // No public source has this price: docs/costs.md names where to look, and `--price x=0.4` sets it.
  z.strictObject({ letter: z.string().regex(/^[a-z]$/) }),
]);

const pricesSchema = z.strictObject({
  date: z.iso.date(),
  region: z.string(),
  currency: z.literal('USD'),
  prices: z.record(z.string(), priceSchema),
});

export type PriceName = keyof (typeof file)['prices'];
export type Price = z.infer<typeof priceSchema>;

/** Prices of one day and region, in US dollars; docs/costs.md names the source of each. */
export interface PriceList {
  /** The day of the prices, such as 2026-11-21. */
  readonly date: string;
  readonly region: string;
  readonly of: Readonly<Record<PriceName, Price>>;
}

/**
 * Returns the prices of prices.json, with values for those that are only letters.
 *
 * @param values by letter, as `{ x: 0.4 }`
 * @throws Error with a letter that no price has
 */
export function readPrices(values: Readonly<Record<string, number>> = {}): PriceList {
  const { date, region, prices } = pricesSchema.parse(file);
  const letters = Object.values(prices).flatMap((price) => ('letter' in price ? [price.letter] : []));
  const unknown = Object.keys(values).filter((letter) => !letters.includes(letter));
  if (unknown.length > 0)
    throw new Error(`no price has the letter ${unknown.join(', ')}; use one of ${letters.sort().join(', ')}`);
  const filled = Object.entries(prices).map(([name, price]): [string, Price] => {
    const value = 'letter' in price ? values[price.letter] : undefined;
    return [name, value === undefined ? price : { usd: value }];
  });
  return { date, region, of: Object.fromEntries(filled) as Record<PriceName, Price> };
}

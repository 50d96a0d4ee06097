import { type Price } from './prices';

/** US dollars a month, from a minimum to a maximum, and quantities whose price is only a letter. */
export interface Amount {
  readonly least: number;
  readonly most: number;
  /** Quantity by letters, as `{ x: 65.7, 'd': 18.3 }`. */
  readonly unpriced: Readonly<Record<string, number>>;
}

export const NOTHING: Amount = { least: 0, most: 0, unpriced: {} };

/** A quantity times its price. `most` is the maximum quantity if the exact one is unknown. */
export function priced(quantity: number, price: Price, most = quantity): Amount {
  if ('usd' in price) return { least: quantity * price.usd, most: most * price.usd, unpriced: {} };
  return { least: 0, most: 0, unpriced: quantity === 0 ? {} : { [price.letter]: quantity } };
}

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => {
    const unpriced = { ...total.unpriced };
    for (const [letter, quantity] of Object.entries(amount.unpriced))
      unpriced[letter] = (unpriced[letter] ?? 0) + quantity;
    return { least: total.least + amount.least, most: total.most + amount.most, unpriced };
  }, NOTHING);
}

/** A day's share of a month of 730 hours. */
export function perDay(amount: Amount): Amount {
  const unpriced = Object.entries(amount.unpriced).map(([letter, quantity]) => [letter, toDay(quantity)]);
  return {
    least: toDay(amount.least),
    most: toDay(amount.most),
    unpriced: Object.fromEntries(unpriced) as Record<string, number>,
  };
}

const toDay = (month: number): number => (month * 24) / 730;

/** Formats an amount as in docs/costs.md: `1,093 to 3,143`, `65.9 × x`, `33 + 61 × v + 18 × d`. */
export function formatAmount({ least, most, unpriced }: Amount): string {
  const letters = Object.entries(unpriced).map(
    ([letter, quantity]) => `${formatQuantity(quantity)} × ${letter}`,
  );
  const isFree = most === 0 && letters.length > 0;
  const range =
    toDollars(least) === toDollars(most) ? toDollars(least) : `${toDollars(least)} to ${toDollars(most)}`;
  return [...(isFree ? [] : [range]), ...letters].join(' + ');
}

/** Whole dollars from ten on, else cents. */
function toDollars(value: number): string {
  if (value === 0) return '0';
  const digits = value < 9.995 ? 2 : 0;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** At least three significant digits. */
export function formatQuantity(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

import fc from 'fast-check';
import { editDistance, suggest } from '../../../../lakehouse/engines/duckdb/query/suggest';

const NAMES = [
  'bronze.quarantine',
  'gold.customer_day',
  'gold.sales_day',
  'gold.sales_month',
  'silver.order',
];

describe('suggest', () => {
  it.each([
    ['gold.sales_dya', ['gold.sales_day']],
    ['sales_day', ['gold.sales_day']],
    ['silver.sales_day', ['gold.sales_day']],
    ['GOLD.SALES_DAYS', ['gold.sales_day']],
    ['bronze.quarantin', ['bronze.quarantine']],
    ['oder', ['silver.order']],
    ['weather', []],
  ])('finds what %s meant', (name, expected) => {
    expect(suggest(name, NAMES)).toEqual(expected);
  });

  it('finds a name again after one typing error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.nat(),
        fc.constantFrom('insert', 'remove', 'swap'),
        (name, place, kind) => {
          const start = name.indexOf('.') + 1;
          const at = start + (place % (name.length - start - 1));
          const wrong =
            kind === 'insert'
              ? `${name.slice(0, at)}q${name.slice(at)}`
              : kind === 'remove'
                ? name.slice(0, at) + name.slice(at + 1)
                : name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
          expect(suggest(wrong, NAMES)).toContain(name);
        },
      ),
    );
  });
});

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['day', 'dya', 1],
  ])('from %j to %j is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

import { type Model } from '../../../../lakehouse/engines/duckdb/model/model';
import { changed, differences, generate, MODELS, refusals } from './scene';
import { SemanticModelText } from './semantic-model-text';

describe('a change of a model', () => {
  const before = generate();

  it('of a column changes the text of its table only', () => {
    const after = generate(
      changed('fact_order', ({ columns }) => ({
        columns: [
          ...columns,
          { name: 'gift_wrapped', type: 'boolean', description: 'Whether it is a gift.' },
        ],
      })),
    );
    expect(differences(before, after)).toEqual(['tables/fact_order.tmdl']);
    const column = new SemanticModelText(after).column('fact_order', 'gift_wrapped');
    expect(column).toMatchObject({ description: 'Whether it is a gift.' });
    expect(column.properties.get('dataType')).toBe('boolean');
  });

  it.each<[string, (column: Model['columns'][number]) => Partial<Model['columns'][number]>]>([
    ['type', () => ({ type: 'double' })],
    ['description', () => ({ description: 'Something else.' })],
    ['treatment', () => ({ personal: 'hash' })],
  ])('of the %s of a column changes the text of its table', (_, change) => {
    const after = generate(
      changed('sales_day', ({ columns }) => ({
        columns: columns.map((column) =>
          column.name === 'pieces' ? { ...column, ...change(column) } : column,
        ),
      })),
    );
    expect(differences(before, after)).toEqual(['tables/sales_day.tmdl']);
  });

  it('that adds a table keeps the lineage tags of the others', () => {
    const [model] = MODELS.filter(({ table }) => table === 'sales_day');
    if (model === undefined) throw new Error('no sales_day');
    const added = {
      ...model,
      name: 'gold.sales_hour',
      table: 'sales_hour',
      file: 'gold/marts/sales/sales_hour.sql',
    };
    const described = added.columns.map((column) => ({ ...column, description: 'Plain.' }));
    const after = generate([{ ...added, columns: described }, ...MODELS]);
    expect(differences(before, after)).toEqual(['model.tmdl', 'tables/sales_hour.tmdl']);
  });
});

describe('the declaration', () => {
  const without = (line: string) => (text: string) => {
    expect(text).toContain(line);
    return text.replace(line, '');
  };
  const replaced = (from: string, to: string) => (text: string) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  };

  it('of the repository is accepted', () => {
    expect(refusals((text) => text)).toEqual([]);
  });

  it.each([
    [
      'a relationship of a column that does not exist',
      replaced('fact_order.placed_date, to', 'fact_order.ordered_on, to'),
      'no column fact_order.ordered_on is loaded',
    ],
    [
      'a relationship to a column that is not a key',
      replaced(
        '{ from: fact_order_line.product_key, to: dim_product.product_key }',
        '{ from: fact_order_line.product_key, to: dim_product.name }',
      ),
      'dim_product.name is not the key of its table',
    ],
    [
      'a relationship of two types',
      replaced(
        '{ from: fact_order_line.product_key, to: dim_product.product_key }',
        '{ from: fact_order_line.quantity, to: dim_product.product_key }',
      ),
      'fact_order_line.quantity and dim_product.product_key are of different types',
    ],
    [
      'a relationship of texts that may differ only by case',
      replaced(
        '{ from: fact_order_line.product_key, to: dim_product.product_key }',
        '{ from: fact_order_line.product_id, to: dim_product.product_id }',
      ),
      'dim_product.product_id is a text, and Power BI ignores case',
    ],
    [
      'a join in a description without a relationship',
      without('  - { from: sales_day.placed_date, to: dim_date.calendar_date }\n'),
      'sales_day.placed_date joins dim_date, according to its description',
    ],
    [
      'a view that is neither loaded nor left out',
      replaced('of: order_as_placed', 'of: sales_month'),
      'order_as_placed is a view and has no rows in the lake',
    ],
    [
      'a view of another table than it reads',
      replaced('{ of: dim_customer,', '{ of: fact_order,'),
      'dim_customer_current reads dim_customer',
    ],
    [
      'a condition on a column that does not exist',
      replaced('[valid_to] = null', '[ended_at] = null'),
      'dim_customer has no column ended_at',
    ],
    [
      'a table in leftOut that does not exist',
      replaced('of: customer_mention', 'of: customer_mentions'),
      'Gold has no table and no folder customer_mentions',
    ],
    [
      'a measure in place of a table that does not exist',
      replaced('instead: [Customers,', 'instead: [People,'),
      'there is no measure People',
    ],
    [
      'a hidden column that does not exist',
      replaced('fact_session: [first_click_id,', 'fact_session: [first_click,'),
      'no column fact_session.first_click is loaded',
    ],
    [
      'a column in DAX that does not exist',
      replaced('SUM ( fact_order_line[quantity] )', 'SUM ( fact_order_line[pieces] )'),
      'there is no fact_order_line[pieces]',
    ],
    [
      'a measure in DAX that does not exist',
      replaced('DIVIDE ( [Order value], [Orders] )', 'DIVIDE ( [Sales], [Orders] )'),
      'there is no [Sales]',
    ],
    [
      'a column in DAX that is masked',
      replaced('SUM ( fact_order_line[quantity] )', 'DISTINCTCOUNT ( dim_customer[email_hash] )'),
      'there is no dim_customer[email_hash]',
    ],
    [
      'two measures of one name',
      replaced('name: Visits', 'name: orders'),
      'a measure has the same name as orders',
    ],
    [
      'a measure with the name of a column of its table',
      replaced('name: Visits', 'name: Click_count'),
      'a column has the same name as Click_count',
    ],
    ['an unknown member', replaced('calendar:', 'calender:'), 'calender'],
  ])('is refused with %s', (_, change, message) => {
    expect(refusals(change).join('\n')).toContain(message);
  });

  it('requires an entry for a new model without rows', () => {
    const view = MODELS.filter(({ table }) => table === 'sales_month').map((model) => ({
      ...model,
      name: 'gold.sales_year',
      table: 'sales_year',
      file: 'gold/marts/sales/sales_year.sql',
    }));
    expect(refusals((text) => text, [...MODELS, ...view])).toEqual([
      '/views: sales_year is a view and has no rows in the lake',
    ]);
  });

  it('is checked against models that lose a column', () => {
    const models = changed('fact_order', ({ columns }) => ({
      columns: columns.filter(({ name }) => name !== 'is_open'),
    }));
    expect(refusals((text) => text, models)).toEqual([
      expect.stringContaining('there is no fact_order[is_open]') as string,
    ]);
  });
});

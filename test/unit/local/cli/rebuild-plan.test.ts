import { join } from 'node:path';
import { toRebuildLines } from '../../../../local/cli/rebuild-plan';
import { knownModels } from '../../../testing/known-models';

const { models } = knownModels(join(__dirname, '../../../../lakehouse/models'));

it('lists the tables of the same contract and those that read a rebuilt table', () => {
  const lines = toRebuildLines(models, ['silver.ecommerce_order']);
  expect(lines[0]).toBe('Rebuilds silver.ecommerce_order from all of Bronze.');
  expect(lines[1]).toBe(
    '  Tables of the same contract come along: silver.ecommerce_order_line, silver.ecommerce_order_rejected.',
  );
  expect(lines[2]).toContain('gold.fact_order,');
  expect(lines[2]).toContain('gold.sales_day');
  expect(lines[2]).not.toContain('silver.iot_telemetry');
});

it('rebuilds a table alone when no other reads it', () => {
  expect(toRebuildLines(models, ['gold.sales_day'])).toEqual([
    'Rebuilds gold.sales_day from all of Bronze.',
    'Readers see the old rows of a table until its new rows are complete.',
  ]);
});

it('refuses a name without a table, and names similar ones', () => {
  expect(() => toRebuildLines(models, ['gold.sales_days'])).toThrow(
    /there is no table gold.sales_days; similar tables are .*gold.sales_day/,
  );
  expect(() => toRebuildLines(models, ['gold.xyz'])).toThrow('`npm run query` lists the tables');
});

it('refuses a view, which stores no rows', () => {
  expect(() => toRebuildLines(models, ['gold.sales_month'])).toThrow('gold.sales_month is a view');
});

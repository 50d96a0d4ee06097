import { createRegistry } from '../../../src/lib/contracts/registry';
import { loadModels } from '../../../lakehouse/engines/duckdb/model/load-models';
import { type Model } from '../../../lakehouse/engines/duckdb/model/model';
import { parseModel } from '../../../lakehouse/engines/duckdb/model/parse-model';
import { columnName } from '../../../tools/lakehouse/column-name';
import { LAKEHOUSE } from './lakehouse-scene';

const models = [...loadModels(LAKEHOUSE).models.values()];

/** Identity columns: the partition keys of contracts, and further identities in files and events. */
const THINGS: ReadonlySet<string> = new Set([
  ...createRegistry()
    .all()
    .map(({ partitionKey }) => columnName(partitionKey.slice(1).split('/'))),
  'product_id',
  'site_code',
  'calendar_date',
]);

/** Silver's names of the identity, the time and the day of every event, which never change. */
const EVENTS: ReadonlySet<string> = new Set(['event_id', 'event_time', 'event_date']);

/** The origin of a row: no later event has the same position. */
const PLACES: ReadonlySet<string> = new Set([
  'hub_generation',
  'partition',
  'sequence_number',
  'batch_run',
  'row_text',
]);

/** Columns of the key or partition that are neither an identity nor declared stable. */
function unstable({ strategy, key, partitionBy, layer, bronze, stable }: Model): string[] {
  // A table that is rebuilt as a whole, or by partition, keeps no row by its key.
  const holding = strategy === 'append' || strategy === 'merge' ? key : [];
  const partition = strategy === 'full' || partitionBy === undefined ? [] : [partitionBy];
  return [...new Set([...holding, ...partition])].filter(
    (name) =>
      stable[name] === undefined &&
      !THINGS.has(name) &&
      !(layer === 'silver' && (EVENTS.has(name) || PLACES.has(name))) &&
      // The position of an element in the list of an event.
      !(layer === 'silver' && bronze?.kind === 'contract' && name.endsWith('_number')),
  );
}

it('keeps no row by a value that a later event can change', () => {
  expect(models.flatMap((model) => unstable(model).map((name) => `${model.name}.${name}`))).toEqual([]);
});

const DRIFTING = `/*
description: "Orders."
materialise: merge
key: [placed_date, order_id]
partitionBy: placed_date
affected: SELECT order_id FROM changed.ecommerce_order
columns:
  order_id: { type: string, description: "Identity." }
  placed_date: { type: date, description: "Day." }
*/
SELECT order_id, CAST(placed_at AS DATE) AS placed_date FROM changed.ecommerce_order
`;

it('refuses a key with a day that a later event may change, unless the model declares it stable', () => {
  expect(unstable(parseModel('gold/facts/fact_x.sql', DRIFTING))).toEqual(['placed_date']);
  const declared = DRIFTING.replace(
    'affected:',
    'stable: { placed_date: "As in the first event." }\naffected:',
  );
  expect(unstable(parseModel('gold/facts/fact_x.sql', declared))).toEqual([]);
});

it('finds the rows of a merge by its key only, never by its partition', () => {
  for (const { name, strategy, key, affected = '' } of models) {
    if (strategy !== 'merge') continue;
    // Columns that `affected` returns, by its first SELECT.
    const [, list = ''] = /^SELECT (?:DISTINCT )?(.*?) FROM/s.exec(affected) ?? [];
    const given = list.split(/,(?![^(]*\))/).map((part) => part.trim().replace(/^.* AS /s, ''));
    // The years of the calendar are parts of its key.
    const strange = given.filter((column) => !key.includes(column.replace(/^.*\./, '')) && column !== 'year');
    expect([name, strange]).toEqual([name, []]);
  }
});

it('joins no two subjects by the day on which they happened', () => {
  const DAY = /\b\w+\.\w*_(?:date|day)\s*=\s*\w+\.\w*_(?:date|day)\b/i;
  const calendar = /\bd\.calendar_date = \w+\.\w+|\w+\.\w+ = d\.calendar_date/;
  const joined = models.filter(({ sql, affected = '' }) => {
    const text = `${sql}\n${affected}`.replace(calendar, '');
    return DAY.test(text) || /=\s*CAST\(\w+\.\w+ AS DATE\)/i.test(text);
  });
  expect(joined.map(({ name }) => name)).toEqual([]);
});

it('counts business days in tables only, because a view is also read without the zone', () => {
  const views = models.filter(({ strategy }) => strategy === 'view');
  expect(views.filter(({ sql }) => /business_date/i.test(sql)).map(({ name }) => name)).toEqual([]);
});

it('uses the business time zone for days throughout Gold, except in windows', () => {
  const utc = models.filter(
    ({ layer, group, sql, affected = '' }) =>
      layer === 'gold' &&
      group !== 'gold/windows' &&
      /CAST\([\w.]+_(?:at|time) AS DATE\)/i.test(`${sql}\n${affected}`),
  );
  expect(utc.map(({ name }) => name)).toEqual([]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => read(join('src', file)))
  .join('\n');
/** Metrics, attributes of metrics and attributes of spans, by the names that the app uses. */
const named = new Set(
  [...source.matchAll(/'((?:sluice|messaging|error)\.[\w.]+)'/g)].map(([, name]) => name),
);

interface Item {
  readonly content: { readonly query?: string };
}
const tiles = (JSON.parse(read('bicep/workbook/sluice.json')) as { items: readonly Item[] }).items.flatMap(
  ({ content: { query } }) => query ?? [],
);
const alerts = readdirSync(join(ROOT, 'bicep/alerts')).map((file) => read(join('bicep/alerts', file)));
const asked: readonly (readonly [string, string])[] = [
  ['alerts', alerts.join('\n')],
  ['workbook', tiles.join('\n')],
];

it.each(asked)('%s query only metrics and attributes of the app', (_, queries) => {
  const names = [...queries.matchAll(/"((?:sluice|messaging|error)\.[\w.]+)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !named.has(name))).toEqual([]);
});

it.each(asked)('%s search for lines that the app logs', (_, queries) => {
  const lines = [...queries.matchAll(/message has "([^"]+)"/g)].map(([, line]) => line ?? '');
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.filter((line) => !source.includes(line))).toEqual([]);
});

// KQL splits a column whose branches differ in type: it replaces `value` with `value_real` and `value_long`.
// https://learn.microsoft.com/kusto/query/union-operator
it('the branches of a union have values of one type', () => {
  const values = tiles
    .filter((query) => /^union/m.test(query))
    .flatMap((query) => [...query.matchAll(/summarize value = (.+?) \|/g)].map(([, value]) => value ?? ''));
  expect(values.length).toBeGreaterThan(3);
  // valueSum is a real; counts are whole numbers.
  expect(values.filter((value) => !/^(todouble\(.+\)|(sum|max)\(valueSum\))$/.test(value))).toEqual([]);
});

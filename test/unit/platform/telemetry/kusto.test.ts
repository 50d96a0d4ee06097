import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkKusto } from '../../../testing/fixtures/kusto';

const ROOT = resolve(__dirname, '../../../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const ALERTS = 'bicep/alerts';
const files = readdirSync(join(ROOT, ALERTS)).sort();
const bicep = read('bicep/modules/alerts.bicep');
/** A query as alerts.bicep builds it: thresholds as `let`, then the file. */
const asked = [
  ...bicep.matchAll(
    /^ {4}query: '?((?:let (?:\w+) = \$\{(?:\w+)\};\\n)*)(?:\$\{)?loadTextContent\('\.\.\/alerts\/([\w-]+\.kql)'\)\}?'?$/gm,
  ),
].map(([, thresholds = '', file = '']) => ({ thresholds, file }));

/** The query as deployed. Thresholds are whole numbers, and their parameters have defaults. */
const deployed = ({ thresholds, file }: (typeof asked)[number]): string =>
  thresholds.replaceAll('\\n', '\n').replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = new RegExp(`^param ${name} int = (\\d+)$`, 'm').exec(bicep)?.[1];
    if (value === undefined) throw new Error(`alerts.bicep has no parameter ${name} with a default`);
    return value;
  }) + read(join(ALERTS, file));

interface Item {
  readonly name: string;
  readonly content: { readonly query?: string };
}
/** Values that a workbook inserts for its parameters. */
const PARAMETERS: Readonly<Record<string, string>> = {
  '{source}': '"iot","ecommerce"',
  '{time:grain}': '5m',
};
const tiles = (JSON.parse(read('bicep/workbook/sluice.json')) as { items: readonly Item[] }).items.flatMap(
  ({ name, content: { query } }) => (query === undefined ? [] : [{ name, query }]),
);

it('uses every file of bicep/alerts once in alerts.bicep, and nothing else', () => {
  expect(asked.map(({ file }) => file).sort()).toEqual(files);
  expect(bicep.match(/^ {4}query: /gm)).toHaveLength(asked.length);
});

it.each(asked)('parses the query of the alert $file', (alert) => {
  expect(checkKusto(deployed(alert))).toEqual([]);
});

it.each(tiles)('parses the query of the tile $name', ({ query }) => {
  const filled = query.replace(/\{[\w:]+\}/g, (parameter) => {
    const value = PARAMETERS[parameter];
    if (value === undefined) throw new Error(`the workbook has no parameter ${parameter}`);
    return value;
  });
  expect(checkKusto(filled)).toEqual([]);
});

it('finds a reserved name, an unknown column and an unknown function, with the line', () => {
  expect(checkKusto('requests\n| summarize last = max(timestamp)')).toEqual([
    expect.objectContaining({ line: 2 }),
  ]);
  expect(checkKusto('customMetrics\n| where nme == "x"')).toEqual([
    expect.objectContaining({ line: 2, message: expect.stringContaining('nme') as string }),
  ]);
  expect(checkKusto('traces | extend a = shout(message)')).toHaveLength(1);
});

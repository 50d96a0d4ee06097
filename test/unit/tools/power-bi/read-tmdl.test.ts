import { join } from 'node:path';
import { readTmdl } from './read-tmdl';
import { readDefinition } from './scene';
import { SemanticModelText } from './semantic-model-text';

const files = readDefinition();
const text = new SemanticModelText(files);

describe('the reader of these tests', () => {
  const table = files.get(join('tables', 'fact_order.tmdl')) ?? '';

  it.each<[string, (text: string) => string, RegExp]>([
    ['a property that is too deep', (all) => all.replace('\t\tdataType', '\t\t\tdataType'), /too deep/],
    [
      'a column that is not deep enough',
      (all) => all.replace('\tcolumn order_id', 'column order_id'),
      /belongs here/,
    ],
    [
      'spaces for tabs',
      (all) => all.replace('\tcolumn order_id', '    column order_id'),
      /begins no object|belongs here/,
    ],
    ['an unknown property', (all) => all.replace('\t\tsummarizeBy', '\t\tsummariseBy'), /line \d+/],
    ['an unknown value', (all) => all.replace('dataType: string', 'dataType: text'), /dataType 'text'/],
    [
      'a query at the depth of its property',
      (all) => all.replace(/^\t{4}let$/m, '\t\tlet'),
      /not deep enough/,
    ],
    [
      'a name with a blank and no quotation marks',
      (all) => all.replace("'Order value'", 'Order value'),
      /begins no object/,
    ],
    ['an invalid tag', (all) => all.replace(/lineageTag: .*/, 'lineageTag: 1'), /lineageTag '1'/],
  ])('refuses %s', (_, damage, message) => {
    const damaged = damage(table);
    expect(damaged).not.toBe(table);
    expect(() => readTmdl(damaged)).toThrow(message);
  });

  it('finds references to objects that do not exist', () => {
    expect(text.findFaults('SUM ( fact_order[total] )')).toEqual(['fact_order[total]']);
    expect(text.findFaults('DIVIDE ( [Orders], [Sales] ) & "[Nothing]"')).toEqual(['[Sales]']);
    expect(text.findFaults('COUNTROWS ( fact_orders )')).toEqual(['fact_orders']);
    expect(text.findFaults('SUM ( fact_order[pieces] ')).toEqual(['(']);
  });

  it('finds a second path between two tables', () => {
    const twice = files.get('relationships.tmdl')?.replace('\tisActive: false\n', '') ?? '';
    const other = new SemanticModelText(new Map([...files, ['relationships.tmdl', twice]]));
    const ways = other.waysFrom('dim_place');
    expect(new Set(ways).size).toBeLessThan(ways.length);
  });
});

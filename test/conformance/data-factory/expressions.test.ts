import fc from 'fast-check';
import { type Json } from '../../../local/kit';
import { resolveValue } from '../../../local/data-factory/expressions/resolve-value';

const scope = {
  pipeline: {
    parameters: { text: 'foo', number: 42, list: ['a', 'b'], nested: { deep: [{ x: 1 }] }, nothing: null },
    RunId: 'run-1',
  },
  item: { name: 'file.csv' },
  dataset: { folder: 'in' },
  linkedService: { url: 'https://x.example' },
  activities: new Map<string, Json>([['look', { output: { count: 3 } }]]),
};

// The first block is the table of Microsoft's page on the expression language.
test.each<[Json, Json]>([
  ['parameters', 'parameters'],
  ['parameters[1]', 'parameters[1]'],
  ['@@', '@'],
  [' @', ' @'],
  ['@pipeline().parameters.text', 'foo'],
  ['@{pipeline().parameters.text}', 'foo'],
  ['@pipeline().parameters.number', 42],
  ['@{pipeline().parameters.number}', '42'],
  ['Answer is: @{pipeline().parameters.number}', 'Answer is: 42'],
  ["@concat('Answer is: ', string(pipeline().parameters.number))", 'Answer is: 42'],
  ['Answer is: @@{pipeline().parameters.number}', 'Answer is: @{pipeline().parameters.number}'],

  ['@item().name', 'file.csv'],
  ['@item()', { name: 'file.csv' }],
  ['@dataset().folder', 'in'],
  ['@{linkedService().url}/a', 'https://x.example/a'],
  ["@activity('look').output.count", 3],
  ['@pipeline().parameters.list[1]', 'b'],
  ["@pipeline()['parameters'].nested.deep[0].x", 1],
  ['@pipeline().parameters.nothing?.more?[0]', null],
  ['@item()?.other', null],
  ["@concat('it''s', ' ', 'so')", "it's so"],
  ["@Concat( 'a' , 'b' )", 'ab'],
  ['@-1.5', -1.5],
  ['@true', true],
  ['@null', null],
  ["a @{concat('}', '{')} b @{item().name}", 'a }{ b file.csv'],
  ['@{pipeline().parameters.list}', '["a","b"]'],
  [{ value: '@item().name', type: 'Expression' }, 'file.csv'],
  [{ a: ['@item().name', 1, { b: '@@x' }] }, { a: ['file.csv', 1, { b: '@x' }] }],
])('resolves %j to %j', (value, expected) => {
  expect(resolveValue(value, scope)).toEqual(expected);
});

test.each<[string, RegExp]>([
  [
    '@pipeline().parameters.other',
    /'@pipeline\(\)\.parameters\.other' cannot be evaluated because property 'other' doesn't exist, available properties are 'text, number, list, nested, nothing'/,
  ],
  ['@item().name.more', /'more' cannot be selected/],
  ['@pipeline().parameters.list[2]', /array index '2' is outside bounds \(0, 1\)/],
  ["@activity('other').output", /activity 'other' did not run before/],
  ['@item(1)', /item\(\) takes 0 arguments/],
  ["@toUpper('a')", /does not support the function toUpper\(\)/],
  ['@pipeline().constructor', /property 'constructor' doesn't exist/],
  ['@concat(true)', /a boolean as text/],
  ["@concat('a'", /'@concat\('a'' is not valid: "\)" is missing at character 12/],
  ['@concat()x', /"x" follows the expression/],
  ['@', /a value is missing/],
  ['a @{item() b', /"}" is missing/],
  ['@item().', /a property name is missing/],
  ['@item()?', /"\." or "\[" is missing/],
])('refuses %s with the reason', (text, why) => {
  expect(() => resolveValue(text, scope)).toThrow(why);
});

test('reports a function that is not available in this place', () => {
  expect(() => resolveValue('@item()', { pipeline: {} })).toThrow(/item\(\) is not available here/);
});

test('keeps values without @ unchanged', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes('@') && !JSON.stringify(value).includes('"Expression"'));
      expect(resolveValue(value as Json, {})).toEqual(value);
    }),
  );
});

test('returns any text from a literal, and from within a text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const literal = `'${text.replaceAll("'", "''")}'`;
      expect(resolveValue(`@concat(${literal})`, {})).toBe(text);
      expect(resolveValue(`<@{${literal}}>`, {})).toBe(`<${text}>`);
    }),
  );
});

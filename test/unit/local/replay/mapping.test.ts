import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compileMapping } from '../../../../local/replay/mapping/compile-mapping';
import { parseMapping, readMapping } from '../../../../local/replay/mapping/mapping';

/** Maps one row of a table whose columns are the keys of `row`. */
function mapRow(fields: object, row: Readonly<Record<string, string | null>>): unknown {
  const map = compileMapping(parseMapping({ fields }), Object.keys(row));
  const mapped = map({ row: 7, text: Object.values(row).join(','), cells: Object.values(row) });
  return 'json' in mapped ? JSON.parse(mapped.json) : mapped;
}

function mapJson(fields: object, text: string): unknown {
  const mapped = compileMapping(parseMapping({ fields }), undefined)({ row: 7, text });
  return 'json' in mapped ? JSON.parse(mapped.json) : mapped;
}

const problemOf = (fields: object, row: Readonly<Record<string, string | null>>): string =>
  (mapRow(fields, row) as { readonly problem: string }).problem;

describe('mapping of JSON numbers', () => {
  const NUMBERS = [
    '9007199254740992',
    '9007199254740993',
    '1.1',
    '1.10',
    '1e400',
    '-0',
    '0.1000000000000000055',
  ];
  const mapText = (fields: object, text: string): string => {
    const mapped = compileMapping(parseMapping({ fields }), undefined)({ row: 1, text });
    return 'json' in mapped ? mapped.json : mapped.problem;
  };

  it.each(NUMBERS)('keeps the text of %s in templates, values, objects and conversions', (number) => {
    const text = `{"id":${number},"deep":{"list":[${number},"x"]}}`;
    expect(mapText({ a: { template: 'r-{id}' } }, text)).toBe(`{"a":"r-${number}"}`);
    expect(mapText({ a: { from: 'id' } }, text)).toBe(`{"a":${number}}`);
    expect(mapText({ a: { from: 'deep.list.0' } }, text)).toBe(`{"a":${number}}`);
    expect(mapText({ a: { from: 'deep' } }, text)).toBe(`{"a":{"list":[${number},"x"]}}`);
    expect(mapText({ a: { template: '{deep}' } }, text)).toBe(
      `{"a":${JSON.stringify(`{"list":[${number},"x"]}`)}}`,
    );
    expect(mapText({ a: { from: 'id', as: 'text' } }, text)).toBe(`{"a":"${number}"}`);
    expect(mapText({ a: { from: 'id', as: 'number' } }, text)).toBe(`{"a":${number}}`);
  });

  it('keeps different ids different', () => {
    const ids = NUMBERS.map((number) => mapText({ a: { template: 'r-{id}' } }, `{"id":${number}}`));
    expect(new Set(ids).size).toBe(NUMBERS.length);
  });

  it.each([
    ['-9999', '-9999'],
    ['-9999', '-9999.0'],
    ['-9999.0', '-9999.0'],
  ])('treats a number as no value when "missing" lists %s and the text is %s', (missing, number) => {
    expect(
      mapText(
        { a: { from: 'n', optional: true, missing: [missing] }, b: { constant: 1 } },
        `{"n":${number}}`,
      ),
    ).toBe('{"b":1}');
  });

  it.each(['{1.10:2}', '{"a":01.10}', '{"a":1.10.1}'])('refuses %s', (text) => {
    expect(mapText({ a: { from: 'a' } }, text)).toMatch(/^is not JSON/);
  });

  it('keeps the text of numbers in constants and scales of a mapping file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mapping-'));
    try {
      const file = join(folder, 'mapping.json');
      writeFileSync(
        file,
        '{"fields":{"a":{"constant":9007199254740993},"b":{"constant":{"x":[1.10]}},"c":{"from":"n","as":"number","scale":1.00000000000000000001}}}',
      );
      const mapped = compileMapping(readMapping(file), undefined)({ row: 1, text: '{"n":3}' });
      expect(mapped).toEqual({ json: '{"a":9007199254740993,"b":{"x":[1.10]},"c":3.00000000000000000003}' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a mapping', () => {
  it('writes columns, constants and templates to dotted fields and JSON pointers', () => {
    const fields = {
      id: { template: '{a}-{b}:{@row}' },
      'origin.siteCode': { from: 'a' },
      '/origin/country': { constant: 'US' },
      '/with~1slash': { constant: { deep: [1, null] } },
    };
    expect(mapRow(fields, { a: 'LAX', b: 'BNA' })).toEqual({
      id: 'LAX-BNA:7',
      origin: { siteCode: 'LAX', country: 'US' },
      'with/slash': { deep: [1, null] },
    });
  });

  it('escapes what JSON escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(mapRow({ name: { from: 'a' }, twice: { template: '{a}{a}' } }, { a: text })).toEqual({
          name: text,
          twice: text + text,
        });
      }),
    );
  });

  it('returns equal hashes for equal rows only', () => {
    const fields = { id: { template: '{@hash}' } };
    const id = (row: Readonly<Record<string, string>>): string => (mapRow(fields, row) as { id: string }).id;
    expect(id({ a: '1', b: '2' })).toBe(id({ a: '1', b: '2' }));
    expect(id({ a: '12', b: '' })).not.toBe(id({ a: '1', b: '2' }));
    expect(id({ a: '1', b: '2' })).toMatch(/^[0-9a-f]{32}$/);
  });

  it.each([
    [{ as: 'number' }, '0012.50', 12.5],
    [{ as: 'number' }, ' -.5e1 ', -5],
    [{ as: 'integer' }, '+42.0', 42],
    [{ as: 'decimal' }, '12.50', '12.50'],
    [{ as: 'number', scale: 1.609344, digits: 1 }, '2176', 3501.9],
    [{ as: 'number', scale: 0.1 }, '1.1', 0.11],
    [{ as: 'integer', scale: 100 }, '1.15', 115],
    [{ as: 'integer', digits: 0 }, '-2.5', -3],
    [{ as: 'number', decimalMark: ',' }, '1.234,5', 1234.5],
    [{ as: 'number', decimalMark: '.' }, "1'234.5", 1234.5],
    [{ as: 'boolean' }, 'Yes', true],
    [{ as: 'boolean' }, '0', false],
    [{ as: 'text' }, '12', '12'],
    [{ as: 'time', zone: 'Z' }, '2001-01-01 00:01:00', '2001-01-01T00:01:00Z'],
    [{ as: 'time', zone: '-08:00' }, '2010-12-31', '2010-12-31T00:00:00-08:00'],
    [{ as: 'time', zone: 'Z' }, '2001-01-01T00:01:00.250+0530', '2001-01-01T00:01:00.250+05:30'],
    [
      { as: 'time', format: 'dd.MM.yyyy HH:mm', zone: '+01:00' },
      '24.12.2025 18:30',
      '2025-12-24T18:30:00+01:00',
    ],
    [{ as: 'time', format: 'unix' }, '1000000000', '2001-09-09T01:46:40.000Z'],
    [{ as: 'time', format: 'unix-milliseconds' }, '1000000000250', '2001-09-09T01:46:40.250Z'],
  ])('with %j converts %j to %j', (form, text, expected) => {
    expect(mapRow({ value: { from: 'a', ...form } }, { a: text })).toEqual({ value: expected });
  });

  it('scales by powers of ten without binary rounding errors', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (cents) => {
        const sign = cents < 0 ? '-' : '';
        const digits = String(Math.abs(cents)).padStart(3, '0');
        const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(mapRow({ value: { from: 'a', as: 'integer', scale: 100 } }, { a: text })).toEqual({
          value: cents === 0 ? 0 : cents,
        });
      }),
    );
  });

  it.each([
    [
      { as: 'number' },
      'abc',
      /"value": "abc" of column "a" is not a number; list texts that mean "no value" in "missing"/,
    ],
    [{ as: 'integer' }, '1.5', /is not a whole number; set "as" to "number", or round with "digits": 0/],
    [{ as: 'boolean' }, 'maybe', /is neither true nor false/],
    [{ as: 'time' }, '2001-01-01 00:01', /has no offset; set "zone"/],
    [{ as: 'time', zone: 'Z' }, '2001-02-29', /is not a valid date and time/],
    [{ as: 'time', zone: 'Z' }, '01/02/2001', /is not an ISO 8601 time; set "format"/],
    [{ as: 'text' }, '', /"value": column "a" has no value; set "optional": true/],
  ])('with %j refuses %j with the problem and the remedy', (form, text, expected) => {
    expect(problemOf({ value: { from: 'a', ...form } }, { a: text })).toMatch(expected);
  });

  it('leaves optional fields without value out, and objects that would be empty', () => {
    const optional = { optional: true, missing: ['NA'], as: 'number' };
    const fields = {
      id: { from: 'id' },
      'metrics.one': { from: 'one', ...optional },
      'metrics.two': { from: 'two', ...optional },
    };
    expect(mapRow(fields, { id: 'x', one: 'NA', two: null })).toEqual({ id: 'x' });
    expect(mapRow(fields, { id: 'x', one: 'NA', two: '2' })).toEqual({ id: 'x', metrics: { two: 2 } });
  });

  it('refuses a template with an empty column, because two rows could get one identity', () => {
    expect(problemOf({ id: { template: '{a}:{b}' } }, { a: 'x', b: '' })).toMatch(
      /the template has no value/,
    );
  });

  it('reads JSON records by dotted paths, pointers, and keys that contain a dot', () => {
    const record = '{"a":{"b":[10,20]},"x.y":"dot","n":1.5,"list":[1]}';
    expect(
      mapJson(
        { one: { from: 'a.b.1' }, two: { from: '/a/b/0' }, three: { from: 'x.y' }, four: { from: 'list' } },
        record,
      ),
    ).toEqual({ one: 20, two: 10, three: 'dot', four: [1] });
    expect(mapJson({ one: { from: 'n', as: 'integer', scale: 2 } }, record)).toEqual({ one: 3 });
    expect(mapJson({ one: { from: 'n' } }, '{"n":')).toEqual({
      problem: expect.stringMatching(/^is not JSON/) as string,
    });
  });

  it('refuses a row whose number of fields differs from the header', () => {
    const map = compileMapping(parseMapping({ fields: { id: { from: 'a' } } }), ['a', 'b']);
    expect(map({ row: 1, text: 'x', cells: ['x'] })).toEqual({
      problem: 'has 1 fields, the header has 2',
    });
  });

  it.each<[string, unknown, RegExp]>([
    ['is not an object', [], /a mapping must be a JSON object with "fields"/],
    ['has unknown keys', { fields: { a: { from: 'a' } }, field: {} }, /"field" is unknown/],
    ['is empty', { fields: {} }, /"fields" is missing/],
    ['has a field without source', { fields: { a: {} } }, /field "a": use exactly one of "from"/],
    ['has a field with two sources', { fields: { a: { from: 'x', constant: 1 } } }, /use exactly one of/],
    [
      'has a field with an unknown key',
      { fields: { a: { from: 'x', scael: 2 } } },
      /field "a": "scael" is unknown; choose from/,
    ],
    [
      'scales a text',
      { fields: { a: { from: 'x', scale: 2 } } },
      /"scale" needs "as" to be integer, number, decimal/,
    ],
    ['has an unknown type', { fields: { a: { from: 'x', as: 'date' } } }, /"as" must be one of text/],
    [
      'has the name of a zone',
      { fields: { a: { from: 'x', as: 'time', zone: 'Europe/Paris' } } },
      /"zone" must be "Z" or an offset/,
    ],
    [
      'has a format without a year',
      { fields: { a: { from: 'x', as: 'time', format: 'dd.MM' } } },
      /"format" must be "unix"/,
    ],
    ['has an open brace', { fields: { a: { template: '{x' } } }, /unmatched brace/],
    ['has an unknown @', { fields: { a: { template: '{@now}' } } }, /"{@now}" is unknown/],
    [
      'converts a constant',
      { fields: { a: { constant: 1, as: 'number' } } },
      /"as" has no effect on a constant/,
    ],
    [
      'writes one place twice',
      { fields: { 'a.b': { from: 'x' }, '/a': { from: 'y' } } },
      /"a.b" and "\/a" write the same place/,
    ],
    ['has an empty name', { fields: { 'a..b': { from: 'x' } } }, /field "a..b": the name is not a path/],
  ])('is refused when it %s', (_, mapping, expected) => {
    expect(() => parseMapping(mapping)).toThrow(expected);
  });

  it('is refused when it reads a column that the file does not have', () => {
    const mapping = parseMapping({ fields: { id: { template: '{a}:{station}' } } });
    expect(() => compileMapping(mapping, ['a', 'b'])).toThrow(
      'field "id" reads the column "station", which the file does not have; its columns are a, b',
    );
  });
});

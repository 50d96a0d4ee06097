import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences, generate, ITEM, MODELS, readDefinition } from './scene';
import { SemanticModelText } from './semantic-model-text';

const files = readDefinition();
const text = new SemanticModelText(files);
const gold = new Map(MODELS.filter(({ layer }) => layer === 'gold').map((model) => [model.table, model]));

describe('the semantic model in the repository', () => {
  it('matches the output of the generator', () => {
    expect(differences(files, generate())).toEqual([]);
  });

  it('has one file per table, which the model names, and the files around them', () => {
    const tables = text.ofKind('table').map(({ name }) => name);
    expect(text.ofKind('ref table').map(({ name }) => name)).toEqual([...tables].sort());
    expect([...files.keys()].filter((path) => path.startsWith('tables'))).toEqual(
      tables.map((name) => join('tables', `${name}.tmdl`)).sort(),
    );
    expect(text.ofKind('database')).toMatchObject([{ name: 'Sluice' }]);
    expect(text.ofKind('model')).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(ITEM, 'definition.pbism'), 'utf8'))).toMatchObject({
      version: '4.2',
    });
    expect(JSON.parse(readFileSync(join(ITEM, '.platform'), 'utf8'))).toMatchObject({
      metadata: { type: 'SemanticModel', displayName: 'Sluice' },
    });
  });

  it('describes every table, column and measure, and gives each its own lineage tag', () => {
    const all = [
      ...text.ofKind('expression'),
      ...text
        .ofKind('table')
        .flatMap((table) => [table, ...table.children.filter(({ kind }) => kind !== 'partition')]),
    ];
    expect(all.filter(({ description }) => description === '')).toEqual([]);
    const tags = [
      ...all.map(({ properties }) => properties.get('lineageTag')),
      ...text.ofKind('relationship').map(({ name }) => name),
    ];
    expect(tags).not.toContain(undefined);
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('has the columns of Gold with their types, without masked or hashed ones', () => {
    const types: Readonly<Record<string, string>> = {
      string: 'string',
      integer: 'int64',
      long: 'int64',
      double: 'double',
      boolean: 'boolean',
      date: 'dateTime',
      timestamp: 'dateTime',
      'decimal(18,2)': 'decimal',
      'decimal(28,2)': 'decimal',
      'decimal(28,3)': 'double',
      'decimal(28,6)': 'double',
    };
    for (const { name, children } of text.ofKind('table')) {
      const model = gold.get(name);
      const expected = model?.columns
        .filter(({ personal }) => personal !== 'mask' && personal !== 'hash')
        .map((column) => [column.name, types[column.type]]);
      const columns = children.filter(({ kind }) => kind === 'column');
      expect([name, columns.map((column) => [column.name, column.properties.get('dataType')])]).toEqual([
        name,
        expected,
      ]);
      for (const column of columns) expect(column.properties.get('sourceColumn')).toBe(column.name);
    }
    expect([...text.columns].filter((path) => /email|phone|first_name|last_name/.test(path))).toEqual([]);
  });

  it('never offers the sum of an amount of money, of a rate, or of a key', () => {
    const summed = [...text.columns].filter((path) => {
      const [table = '', name = ''] = path.split('.');
      return text.column(table, name).properties.get('summarizeBy') === 'sum';
    });
    expect(summed).toContain('fact_order_line.quantity');
    expect(summed).toContain('fact_telemetry_hour.power_watts_sum');
    expect(
      summed.filter((path) => /_amount$|_rate$|_id$|_date$|_average$|_minimum$|_maximum$/.test(path)),
    ).toEqual([]);
  });

  it('loads each table from its folder in the lakehouse, with exactly its columns', () => {
    for (const { name, children } of text.ofKind('table')) {
      const [partition, ...others] = children.filter(({ kind }) => kind === 'partition');
      expect([name, others]).toEqual([name, []]);
      const query = partition?.children[0]?.expression ?? '';
      const [, folder = ''] = /DeltaLake\.Table\(Gold\{\[Name = "(\w+)"\]\}\[Content\]\)/.exec(query) ?? [];
      expect(gold.get(folder)?.strategy).not.toBe('view');
      expect(folder).toBe(name === 'dim_customer_current' ? 'dim_customer' : name);
      const [chosen, typed] = ['SelectColumns', 'TransformColumnTypes'].map((step) => {
        const [, list = ''] = new RegExp(`Table\\.${step}\\(\\w+, \\{([^)]*)\\}`).exec(query) ?? [];
        return [...list.matchAll(/"(\w+)"/g)].map(([, column]) => column);
      });
      const columns = children.filter(({ kind }) => kind === 'column').map((column) => column.name);
      expect([name, chosen, typed]).toEqual([name, columns, columns]);
      const steps = [...query.matchAll(/^ {4}(\w+) = /gm)].map(([, step]) => step);
      expect(query.endsWith(`in\n    ${steps.at(-1) ?? ''}`)).toBe(true);
    }
    expect(text.ofKind('expression').map(({ name }) => name)).toEqual([
      'LakeAddress',
      'GoldContainer',
      'Gold',
      'ToUtc',
    ]);
  });

  it('relates existing columns of one type to the key of a table', () => {
    expect(text.relationships.length).toBeGreaterThan(20);
    for (const { from, to, toTable } of text.relationships) {
      const [many, one] = [from, to].map((path) => {
        const [table = '', name = ''] = path.split('.');
        return text.column(table, name).properties.get('dataType');
      });
      expect([from, many]).toEqual([from, one]);
      // A view has no key of its own.
      const column = to.slice(toTable.length + 1);
      const identity = gold.get(toTable)?.columns.find(({ name }) => name === column)?.keyOf ?? column;
      expect([[], [identity]]).toContainEqual(gold.get(toTable)?.key);
    }
  });

  it('relates only days and surrogate keys, because Power BI ignores case of texts', () => {
    for (const path of text.relationships.flatMap(({ from, to }) => [from, to])) {
      const [table = '', name = ''] = path.split('.');
      const column = gold.get(table)?.columns.find((one) => one.name === name);
      const { dataType } = Object.fromEntries(text.column(table, name).properties);
      expect([path, dataType === 'dateTime' ? column?.type : column?.keyOf === undefined]).toEqual([
        path,
        dataType === 'dateTime' ? 'date' : false,
      ]);
    }
  });

  it('counts distinct things only by their surrogate keys', () => {
    const measures = text
      .ofKind('table')
      .flatMap(({ children }) => children.filter(({ kind }) => kind === 'measure'));
    const counted = measures.flatMap(({ expression = '' }) =>
      Array.from(expression.matchAll(/DISTINCTCOUNT \( (\w+)\[(\w+)\] \)/g), ([, table = '', name = '']) => [
        `${table}.${name}`,
        gold.get(table)?.columns.find((one) => one.name === name)?.keyOf === undefined,
      ]),
    );
    expect(counted).toEqual([
      ['fact_order.customer_key', false],
      ['fact_telemetry_hour.device_key', false],
    ]);
  });

  it('filters each table on one path from any other', () => {
    for (const { name } of text.ofKind('table')) {
      const ways = text.waysFrom(name);
      expect([name, [...ways].sort()]).toEqual([name, [...new Set(ways)].sort()]);
    }
  });

  it('filters every fact and mart by the calendar', () => {
    const filtered = text.waysFrom('dim_date');
    const facts = text
      .ofKind('table')
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('dim_'));
    expect(facts.length).toBeGreaterThan(10);
    expect(facts.filter((name) => !filtered.includes(name))).toEqual([]);
  });

  it('marks the calendar, and sorts the names of months and days by time', () => {
    expect(text.table('dim_date').properties.get('dataCategory')).toBe('Time');
    expect(text.column('dim_date', 'calendar_date').properties.get('isKey')).toBe('true');
    expect(text.column('dim_date', 'month_name').properties.get('sortByColumn')).toBe('month');
    expect(text.column('dim_date', 'day_name').properties.get('sortByColumn')).toBe('day_of_week');
  });

  it('has measures that use existing names', () => {
    expect(text.measures.length).toBeGreaterThan(30);
    for (const { name, expression = '' } of text.measures) {
      expect([name, text.findFaults(expression)]).toEqual([name, []]);
    }
    const named = text.measures.map(({ name }) => name.toLowerCase());
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((name) => [...text.columns].some((path) => path.endsWith(`.${name}`)))).toEqual([]);
  });

  it('never adds up amounts of several currencies', () => {
    const isMoney = (path: string): boolean => {
      const [table = '', name = ''] = path.split('.');
      return (
        gold.get(table)?.columns.some((one) => one.name === name && /^decimal\(\d+,2\)$/.test(one.type)) ===
        true
      );
    };
    const ofMoney = text.measures.filter(({ expression = '' }) =>
      [...expression.matchAll(/(\w+)\[(\w+)\]/g)].some(([, table = '', name = '']) =>
        isMoney(`${table}.${name}`),
      ),
    );
    expect(ofMoney.length).toBeGreaterThan(4);
    for (const { expression } of ofMoney) expect(expression).toMatch(/HASONEVALUE \( \w+\[currency\] \)/);
  });
});

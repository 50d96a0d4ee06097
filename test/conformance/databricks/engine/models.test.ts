import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadModels, type ModelSet } from '../../../../lakehouse/engines/duckdb/model/load-models';
import { parseModel } from '../../../../lakehouse/engines/duckdb/model/parse-model';
import { selectModels } from '../../../../lakehouse/engines/duckdb/model/select-models';
import { findRelations, toText } from '../../../../lakehouse/engines/duckdb/model/sql-text';
import { temporaryDirectory } from '../../../testing/fixtures/temporary-directory';
import { CUSTOMER, DEVICE, DEVICE_DAY, READING, SMALL_MODELS, WARM_DAY } from './small-models';

const FILE = 'silver/iot/reading.sql';

describe('a model file', () => {
  it('returns the model, its columns and its relations', () => {
    expect(parseModel('gold/facts/device_day.sql', DEVICE_DAY)).toMatchObject({
      name: 'gold.device_day',
      group: 'gold/facts',
      strategy: 'replace',
      key: ['event_date', 'device_id'],
      partitionBy: 'event_date',
      restrict: { 'silver.reading': 'event_date' },
      upstreams: ['reading'],
      relations: [
        { schema: 'silver', name: 'reading' },
        { schema: 'changed', name: 'reading' },
      ],
    });
    expect(parseModel(FILE, READING)).toMatchObject({
      eventTime: 'event_time',
      bronze: { kind: 'contract', relation: 'iot_reading', contract: 'iot.reading' },
      upstreams: [],
    });
  });

  it.each<[what: string, text: string, message: string]>([
    ['has no comment', 'SELECT 1', 'must begin with a block comment'],
    ['has broken YAML', '/*\nkey: [a\n*/ SELECT 1', 'the YAML is not well-formed'],
    ['lacks a field', READING.replace('description: Readings.', ''), 'description: '],
    ['has an unknown field', READING.replace('key:', 'keys: [x]\nkey:'), '"keys"'],
    ['has an unknown strategy', READING.replace('append', 'insert'), 'materialise: '],
    [
      'has an unknown type',
      READING.replace('type: double', 'type: float'),
      "columns.celsius.type: 'float' is not a type",
    ],
    [
      'has a decimal that is too wide',
      READING.replace('type: double', 'type: "decimal(39,2)"'),
      'columns.celsius.type: ',
    ],
    [
      'describes no column',
      READING.replace('description: Temperature.', ''),
      'columns.celsius.description: ',
    ],
    ['has an invalid column name', READING.replace('  celsius: {', '  Celsius: {'), 'columns.Celsius: '],
    [
      'has a key that is not a column',
      READING.replace('event_id]', 'event]'),
      "key: 'event' is not a column",
    ],
    ['has no key to append by', READING.replace(/key: .*\n/, ''), 'key: is missing'],
    ['has no order of new rows', READING.replace(/firstBy: .*\n/, ''), 'firstBy: is missing'],
    [
      'is partitioned by no date',
      READING.replace('partitionBy: event_date', 'partitionBy: device_id'),
      "partitionBy: 'device_id' is not a column of type date",
    ],
    [
      'has two expectations of one name',
      READING.replace('celsius_usual', 'celsius_possible'),
      'expectations: two are called celsius_possible',
    ],
    [
      'has an expectation without effect',
      READING.replace('action: warn', 'action: ignore'),
      'expectations.1.action: ',
    ],
    ['ends with a semicolon', `${READING};`, 'the SELECT: must not contain a semicolon'],
    [
      'changes data',
      READING.replace(/SELECT[\s\S]*/, 'DELETE FROM bronze.iot_reading'),
      'the SELECT: must be one SELECT',
    ],
    [
      'reads an undeclared contract',
      READING.replace(/bronze: .*\n/, ''),
      'bronze: is missing, but the SQL reads bronze.iot_reading',
    ],
    [
      'reads another contract',
      READING.replace('FROM bronze.iot_reading', 'FROM bronze.other'),
      'bronze: is bronze.iot_reading, but the SQL reads bronze.other',
    ],
    [
      'reads an unknown relation of the run',
      READING.replace('FROM bronze.iot_reading AS b', 'FROM bronze.iot_reading AS b, run.secrets'),
      'only run.settings exists, and run.affected for a replace',
    ],
    [
      'declares a column stable that is neither key nor partition',
      READING.replace('bronze:', 'stable: { celsius: Never changes. }\nbronze:'),
      "stable: 'celsius' is neither in key nor partitionBy",
    ],
    [
      'has the key of an unknown column',
      READING.replace(
        'device_id: {',
        'device_key: { keyOf: device, type: string, description: Key. }\n  device_id: {',
      ),
      "columns.device_key.keyOf: 'device' is not a column of type string",
    ],
  ])('is refused when it %s', (_, text, message) => {
    const refused = expect.objectContaining({
      code: 'model_invalid',
      message: expect.stringMatching(/^silver\/iot\/reading\.sql: /) as string,
    }) as unknown;
    expect(() => parseModel(FILE, text)).toThrow(refused as Error);
    expect(() => parseModel(FILE, text)).toThrow(message);
  });

  it.each<[what: string, file: string, text: string, message: string]>([
    [
      'a merge without affected',
      'silver/shop/customer.sql',
      CUSTOMER.replace(/affected: .*\n/, ''),
      'affected: is missing',
    ],
    [
      'existing rows of another table',
      'silver/shop/customer.sql',
      CUSTOMER.replace('existing.customer', 'existing.reading'),
      'a merge reads existing.<own name> only',
    ],
    [
      'a replace that restricts a table that it does not read',
      'gold/facts/device_day.sql',
      DEVICE_DAY.replace('silver.reading: event_date', 'gold.device: event_date'),
      'restrict: the SQL does not read gold.device',
    ],
    [
      'restrictDays without restrict',
      'gold/facts/device_day.sql',
      DEVICE_DAY.replace(/restrict: .*\n/, 'restrictDays: 1\n'),
      'restrictDays: has no effect without restrict',
    ],
    [
      'restrictDays without a filter of affected days',
      'gold/facts/device_day.sql',
      DEVICE_DAY.replace('columns:', 'restrictDays: 1\ncolumns:'),
      'restrictDays: reads further days, so the SELECT must keep only those in run.affected',
    ],
    [
      'run.affected in a merge',
      'silver/shop/customer.sql',
      CUSTOMER.replace('FROM existing.customer', 'FROM existing.customer, run.affected'),
      'only run.settings exists, and run.affected for a replace',
    ],
    [
      'changed relations in a full',
      'gold/dimensions/device.sql',
      DEVICE.replace('silver.reading', 'changed.reading'),
      'but a full reads whole tables',
    ],
    [
      'expectations of a view',
      'gold/views/warm_day.sql',
      WARM_DAY.replace('columns:', 'expectations: [{ name: a, check: "true", action: warn }]\ncolumns:'),
      'expectations: has no effect with materialise: view',
    ],
    [
      'an append that reads no new rows',
      FILE,
      READING.replace(/bronze: .*\n/, '').replace('bronze.iot_reading', 'silver.other'),
      'otherwise it never has new rows',
    ],
  ])('is refused with %s', (_, file, text, message) => {
    expect(() => parseModel(file, text)).toThrow(`${file}: `);
    expect(() => parseModel(file, text)).toThrow(message);
  });

  it('must be in a group of its layer', () => {
    for (const file of ['silver/reading.sql', 'bronze/iot/reading.sql', 'silver/iot/Reading.sql'])
      expect(() => parseModel(file, READING)).toThrow('a model must be in silver/<group>/ or gold/<group>/');
  });
});

describe('relations of a text', () => {
  it('are not searched in comments, strings and quoted identifiers', () => {
    const sql = `SELECT 'silver.a ''silver.b' AS "gold.c", \`gold.d\` -- silver.e
      /* silver.f
      */ FROM Silver.G JOIN changed . h ON x.silver.i = 1 JOIN gold.j ON true`;
    expect(findRelations(sql).map(toText)).toEqual(['silver.g', 'changed.h', 'gold.j']);
  });
});

describe('a directory of models', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  beforeEach(async () => {
    directory = await temporaryDirectory();
  });
  afterEach(() => directory.remove());

  function load(files: Readonly<Record<string, string>>): ModelSet {
    for (const [path, text] of Object.entries({ ...SMALL_MODELS, ...files })) {
      mkdirSync(dirname(join(directory.path, path)), { recursive: true });
      writeFileSync(join(directory.path, path), text);
    }
    return loadModels(directory.path);
  }

  it('is sorted by dependencies', () => {
    const order = [...load({}).models.keys()];
    expect(order).toHaveLength(6);
    expect(order.indexOf('reading')).toBeLessThan(order.indexOf('device_day'));
    expect(order.indexOf('device_day')).toBeLessThan(order.indexOf('warm_day'));
  });

  it('selects the models of folders and names', () => {
    const { models } = load({});
    const names = (selection: string): string[] => selectModels(models, selection).map(({ name }) => name);
    expect(names('silver/iot')).toEqual(['silver.reading']);
    expect(names('gold/facts, silver.reading')).toEqual([
      'silver.reading',
      'gold.device_day',
      'gold.device_total',
    ]);
    expect(names('silver,gold')).toHaveLength(6);
    for (const nothing of ['silver/io', 'silver.none', ''])
      expect(() => names(nothing)).toThrow(`--select: '${nothing}' is neither a folder nor a model`);
  });

  it.each<[what: string, file: string, text: string, message: string]>([
    [
      'reads a table that no model makes',
      'gold/facts/x.sql',
      DEVICE.replace('silver.reading', 'silver.nothing'),
      'the SQL reads silver.nothing, which is not a model',
    ],
    [
      'reads a table of another layer',
      'gold/facts/x.sql',
      DEVICE.replace('silver.reading', 'gold.reading'),
      'the SQL reads gold.reading, which is not a model',
    ],
    [
      'reads itself',
      'gold/facts/x.sql',
      DEVICE.replace('silver.reading', 'gold.x'),
      'which is the model itself',
    ],
    [
      'reads the changes of a view',
      'gold/facts/x.sql',
      DEVICE_DAY.replace('changed.reading', 'changed.warm_day'),
      'only a table has changed rows',
    ],
    [
      'has the name of another model',
      'gold/facts/reading.sql',
      DEVICE,
      'silver/iot/reading.sql is called reading too',
    ],
    [
      'restricts by an unknown column',
      'gold/facts/x.sql',
      DEVICE_DAY.replace('silver.reading: event_date', 'silver.reading: day'),
      "restrict.silver.reading: 'day' is not a column of silver.reading",
    ],
    [
      'reads a contract without a type',
      'silver/iot/x.sql',
      READING.replace('iot.reading', 'iot.other').replace('iot_reading', 'iot_other'),
      'generated/bronze.json has no iot.other',
    ],
  ])('is refused when a model %s', (_, file, text, message) => {
    expect(() => load({ [file]: text })).toThrow(`${file}: `);
    expect(() => load({ [file]: text })).toThrow(message);
  });

  it('is refused when models have circular dependencies', () => {
    const files = {
      'gold/facts/x.sql': DEVICE.replace('silver.reading', 'gold.y'),
      'gold/facts/y.sql': DEVICE.replace('silver.reading', 'gold.x'),
    };
    expect(() => load(files)).toThrow('models read each other in a cycle: gold.x ← gold.y ← gold.x');
  });

  it('is refused when the types of Bronze are invalid, with the name of the field', () => {
    const wrong =
      '{"a": {"contract": "a.b", "source": "a", "versions": [1], "event": {"struct": {"x": "float"}}}}';
    expect(() => load({ 'generated/bronze.json': wrong })).toThrow(/bronze\.json: [\s\S]*event\.struct\.x/);
    expect(() => load({ 'generated/bronze.json': '{' })).toThrow('bronze.json is not JSON');
    expect(() => loadModels(join(directory.path, 'nowhere'))).toThrow('there is no directory');
  });
});

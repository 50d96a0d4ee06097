import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkContracts } from '../../../tools/contracts/check-contracts';
import { formatProblem } from '../../../tools/contracts/problem';
import { readSchemaFolder } from '../../../tools/contracts/schema-file';
import { generateLakehouse, type GenerateLakehouseResult } from '../../../tools/lakehouse/generate-lakehouse';
import { readModels } from '../../../tools/lakehouse/read-models';
import { writeTableDictionary } from '../../../tools/lakehouse/write-table-dictionary';
import { EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { ROOT, type Schema, SchemaCopy, setAt } from '../tools/schema-folder';
import { lineOf } from './lakehouse-scene';
import { maintenance } from './maintenance-schema';

jest.setTimeout(120_000);

let copy: SchemaCopy;

beforeEach(() => {
  copy = new SchemaCopy('iot');
});
afterEach(() => {
  copy.remove();
});

const MODELS = join(ROOT, 'lakehouse/models');

function generate(): GenerateLakehouseResult {
  const folder = readSchemaFolder(copy.schemas);
  expect(checkContracts(folder).map(formatProblem)).toEqual([]);
  return generateLakehouse({ files: folder.files, models: '/models' });
}

function textOf(path: string): string {
  const generated = generate();
  if (generated.outcome === 'refused') throw new Error(generated.problems.map(formatProblem).join('\n'));
  return generated.files.get(`/models/${path}`) ?? `no ${path}`;
}

function refusals(): string[] {
  const generated = generate();
  return generated.outcome === 'refused' ? generated.problems.map(formatProblem) : [];
}

const text = { type: 'string', minLength: 1, maxLength: 64 };
const parts = {
  type: 'array',
  maxItems: 9,
  description: 'What was replaced.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['partNumber'],
    properties: {
      partNumber: { ...text, description: 'Number of the part.' },
      serials: { type: 'array', maxItems: 9, description: 'Serial numbers.', items: text },
    },
  },
};

it('wrote the present files of the project from its schemas', () => {
  const generated = generateLakehouse({
    files: readSchemaFolder(join(ROOT, 'schemas')).files,
    models: MODELS,
  });
  if (generated.outcome === 'refused') throw new Error('refused');
  for (const [path, content] of generated.files)
    expect([path, readFileSync(path, 'utf8')]).toEqual([path, content]);
  const models = readModels(MODELS, generated.files, generated.ownedFolders);
  expect(readFileSync(join(ROOT, 'docs/tables.md'), 'utf8')).toBe(writeTableDictionary(models));
});

it('creates Silver for a new contract with nested arrays, and the engine runs it', async () => {
  copy.write('iot/maintenance.v1.json', maintenance({ parts, technician: { ...text, description: 'Who.' } }));
  const generated = generate();
  if (generated.outcome === 'refused') throw new Error('refused');
  const scene = EngineScene.onDisk();
  try {
    for (const [path, content] of generated.files) scene.writeModel(path.slice('/models/'.length), content);
    const record = {
      maintenanceId: 'm-1',
      deviceId: 'dev-1',
      servicedAt: '2026-11-21T08:00:00Z',
      technician: 'T-7',
      parts: [
        { partNumber: 'p-1', serials: ['s-1', 's-2'] },
        { partNumber: 'p-2' },
        { partNumber: 'p-3', serials: [] },
      ],
    };
    const bare = { ...record, maintenanceId: 'm-2', parts: [] };
    await scene.land('iot', [
      lineOf('iot.maintenance', record.servicedAt, record),
      lineOf('iot.maintenance', record.servicedAt, bare),
    ]);
    await scene.refresh('silver/iot');
    const rows = (sql: string): Promise<unknown[][]> => scene.rows(sql);
    expect(await rows('SELECT event_id, technician FROM silver.iot_maintenance ORDER BY 1')).toEqual([
      ['m-1', 'T-7'],
      ['m-2', 'T-7'],
    ]);
    expect(
      await rows('SELECT part_number, part_part_number FROM silver.iot_maintenance_part ORDER BY 1'),
    ).toEqual([
      [1, 'p-1'],
      [2, 'p-2'],
      [3, 'p-3'],
    ]);
    expect(
      await rows(
        'SELECT part_number, serial_number, serial FROM silver.iot_maintenance_part_serial ORDER BY 1, 2',
      ),
    ).toEqual([
      [1, 1, 's-1'],
      [1, 2, 's-2'],
    ]);
  } finally {
    await scene.end();
  }
});

it('renames a field that collides with a column of Silver', () => {
  copy.write('iot/maintenance.v1.json', maintenance({ partition: text, landedAt: text }));
  const model = textOf('silver/iot/iot_maintenance.sql');
  expect(model).toContain('b.event.data.partition AS data_partition');
  expect(model).toContain('b.event.data.landedAt AS data_landed_at');
});

it('reads all versions of a type as one table', () => {
  const before = maintenance({ technician: { ...text, description: 'Who, once.' } });
  const after = maintenance(
    { minutes: { type: 'integer', minimum: 0, maximum: 600, description: 'How long.' } },
    {},
    2,
  );
  copy.write('iot/maintenance.v1.json', before);
  copy.write('iot/maintenance.v2.json', after);
  const model = textOf('silver/iot/iot_maintenance.sql');
  expect(model).toContain('b.event.data.technician AS technician');
  expect(model).toContain('CAST(b.event.data.minutes AS BIGINT) AS minutes');
  expect(model).toContain(
    '# Written by `npm run generate` from schemas/iot/maintenance.v1.json, schemas/iot/maintenance.v2.json.',
  );
  const bronze = JSON.parse(textOf('generated/bronze.json')) as Record<string, unknown>;
  expect(bronze['iot_maintenance']).toMatchObject({
    contract: 'iot.maintenance',
    source: 'iot',
    versions: [1, 2],
    event: {
      struct: { data: { struct: { technician: 'string', minutes: 'double', servicedAt: 'timestamp' } } },
    },
  });
});

it('treats each type of personal field', () => {
  const fields = {
    phone: text,
    mail: { type: 'string', format: 'email' },
    born: { type: 'string', format: 'date' },
    salary: { type: 'integer', minimum: 0, maximum: 1_000_000 },
    street: text,
    home: { type: 'object', additionalProperties: false, properties: { city: text } },
  };
  const treated = {
    phone: 'mask',
    mail: 'generalise',
    born: 'generalise',
    salary: 'generalise',
    street: 'drop',
    home: 'drop',
  };
  const personalData = Object.entries(treated).map(([name, treatment]) => ({ path: `/${name}`, treatment }));
  copy.write('iot/maintenance.v1.json', maintenance(fields, { personalData }));
  const model = textOf('silver/iot/iot_maintenance.sql');
  for (const part of [
    'mask(b.event.data.phone) AS phone',
    ' AS mail_domain',
    'CAST(year(b.event.data.born) AS BIGINT) AS born_year',
    'CAST(floor(CAST(b.event.data.salary AS BIGINT) / 10) * 10 AS BIGINT) AS salary_tens',
  ])
    expect(model).toContain(part);
  expect(model).not.toMatch(/street|home|city|AS salary,/);
});

it.each([
  [
    'a mask over a number',
    { amount: { type: 'integer', minimum: 0, maximum: 9 } },
    'mask',
    '/amount does not support the treatment mask',
  ],
  [
    'a hash of a boolean',
    { amount: { type: 'boolean' } },
    'hash',
    '/amount does not support the treatment hash',
  ],
  [
    'a hash of an object',
    { amount: { type: 'object', additionalProperties: false, properties: { a: text } } },
    'hash',
    '/amount does not support the treatment hash',
  ],
])('refuses %s', (_, properties, treatment, message) => {
  copy.write(
    'iot/maintenance.v1.json',
    maintenance(properties, { personalData: [{ path: '/amount', treatment }] }),
  );
  expect(refusals()).toEqual([expect.stringContaining(message)]);
});

it('refuses a treatment for the identity of an event', () => {
  const personalData = [{ path: '/maintenanceId', treatment: 'hash' }];
  copy.write('iot/maintenance.v1.json', maintenance({}, { personalData }));
  expect(refusals()).toEqual([expect.stringContaining('/x-contract/eventId: the field is personal and')]);
});

it('refuses fields with the same column, and tables with the same name', () => {
  copy.write(
    'iot/maintenance.v1.json',
    maintenance({
      siteCode: text,
      site: { type: 'object', additionalProperties: false, properties: { siteCode: text } },
      parts,
    }),
  );
  copy.write('iot/maintenance-part.v1.json', {
    ...maintenance({}, { type: 'iot.maintenance-part' }),
    $id: 'urn:sluice:contract:iot.maintenance-part:1',
  });
  expect(refusals()).toEqual([
    expect.stringContaining('two columns of silver.iot_maintenance would be named site_code'),
    expect.stringContaining(
      'its table silver.iot_maintenance_part is also a table of iot/maintenance.v1.json',
    ),
  ]);
});

it('refuses a later version that changes the type of a field or the place of the identity', () => {
  copy.write('iot/maintenance.v1.json', maintenance({ minutes: text }));
  const after = maintenance(
    { minutes: { type: 'integer', minimum: 0, maximum: 600 } },
    { eventId: '/deviceId' },
    2,
  );
  copy.write('iot/maintenance.v2.json', after);
  expect(refusals()).toEqual([
    expect.stringContaining('iot/maintenance.v2.json#/x-contract/eventId: iot/maintenance.v1.json differs'),
    expect.stringContaining(
      'iot/maintenance.v2.json#/properties/minutes: the field was string in an earlier version and is long',
    ),
  ]);
});

describe('a contract with history', () => {
  const history = { key: '/deviceId', erasedWhen: { path: '/action', equals: 'removed' } };
  const action = { type: 'string', enum: ['fitted', 'removed'] };

  function check(pointer: string, value: unknown): string[] {
    const schema = maintenance({ action }, { history: structuredClone(history) });
    (schema['required'] as string[]).push('action');
    for (const example of schema['examples'] as Schema[]) example['action'] = 'fitted';
    setAt(schema, pointer, value);
    copy.write('iot/maintenance.v1.json', schema);
    return checkContracts(readSchemaFolder(copy.schemas)).map(formatProblem);
  }

  it('becomes a table of versions', () => {
    expect(check('/title', 'Maintenance')).toEqual([]);
    expect(textOf('silver/iot/iot_maintenance.sql')).toContain(
      'materialise: merge\nkey: [device_id, event_time, event_id]\n',
    );
    const changes = textOf('silver/iot/iot_maintenance_change.sql');
    expect(changes).toContain("coalesce(b.event.data.action = 'removed', false) AS is_deleted");
  });

  it.each([
    [
      '/x-contract/history/key',
      '/maintenanceId',
      'versions of one subject may arrive through different partitions',
    ],
    ['/x-contract/history/erasedWhen/path', '/nothing', 'there is no such field'],
    ['/x-contract/history/erasedWhen/equals', 'lost', 'the field never has this value'],
    ['/x-contract/personalData', [{ path: '/deviceId', treatment: 'hash' }], 'the field is personal and'],
    ['/x-contract/history/until', 'ever', 'keyword'],
  ])('is refused with a wrong %s', (pointer, value, message) => {
    expect(check(pointer, value)[0]).toContain(message);
  });
});

describe('a contract with windows', () => {
  const windows = {
    seconds: 10,
    keys: [],
    values: [
      { name: 'all', aggregate: 'count' },
      { name: 'removals', aggregate: 'count', where: { path: '/action', equals: 'removed' } },
    ],
  };
  const action = { type: 'string', enum: ['fitted', 'removed'] };

  it('has a batch view over its events', () => {
    const keyed = { ...windows, keys: [{ name: 'shelf', path: '/partition' }] };
    copy.write('iot/maintenance.v1.json', maintenance({ action, partition: text }, { windows: keyed }));
    const view = textOf('gold/windows/window_iot_maintenance.sql');
    expect(view).toContain(
      'materialise: merge\nkey: [window_date, window_start, shelf]\npartitionBy: window_date',
    );
    // The renamed column that does not collide with Silver's own.
    expect(view).toContain("coalesce(data_partition, 'unknown') AS shelf");
    expect(view).toContain("CASE WHEN action = 'removed' THEN 1 ELSE 0 END AS removals");
    expect(view).toContain('FROM changed.iot_maintenance\n');
  });

  it('has none without windows, and its file is stale then', () => {
    copy.write('iot/maintenance.v1.json', maintenance({ action }));
    const generated = generate();
    if (generated.outcome === 'refused') throw new Error('refused');
    expect([...generated.files.keys()].filter((path) => path.includes('window_iot_maintenance'))).toEqual([]);
    expect(generated.ownedFolders).toContain('/models/gold/windows');
  });

  it('reads the changes of a history, which has each change once', () => {
    const history = { key: '/deviceId', erasedWhen: { path: '/action', equals: 'removed' } };
    const schema = maintenance({ action }, { history, windows });
    (schema['required'] as string[]).push('action');
    for (const example of schema['examples'] as Schema[]) example['action'] = 'fitted';
    copy.write('iot/maintenance.v1.json', schema);
    const view = textOf('gold/windows/window_iot_maintenance.sql');
    expect(view).toContain('CASE WHEN is_deleted THEN 1 ELSE 0 END AS removals');
    expect(view).toContain('FROM changed.iot_maintenance_change\n');
  });

  it('groups by a field that only a later version has', () => {
    const keyed = { ...windows, keys: [{ name: 'team', path: '/team' }] };
    copy.write('iot/maintenance.v1.json', maintenance({ action }, { windows: keyed }));
    copy.write('iot/maintenance.v2.json', maintenance({ action, team: text }, { windows: keyed }, 2));
    expect(textOf('gold/windows/window_iot_maintenance.sql')).toContain("coalesce(team, 'unknown') AS team");
  });
});

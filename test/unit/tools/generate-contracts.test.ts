import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { createRegistry, type GeneratedContracts } from '../../../src/lib/contracts/registry';
import { createEventValidator } from '../../../src/lib/contracts/validate';
import { generateContracts } from '../../../tools/contracts/generate-contracts';
import { toTypeName } from '../../../tools/contracts/write-types';
import { writeOrCompare } from '../../../tools/write-or-compare';
import { ROOT, SchemaCopy } from './schema-folder';

// The type compiler loads Prettier with an import that Jest does not support, so formatting is disabled.
jest.mock('prettier', () => ({}));

const GENERATED = join(ROOT, 'src/lib/contracts/generated');
let copy: SchemaCopy;

beforeEach(() => {
  copy = new SchemaCopy();
});
afterEach(() => {
  copy.remove();
});

async function generate(schemas: string, out: string): Promise<ReadonlyMap<string, string>> {
  const result = await generateContracts({ schemas, out });
  if (result.outcome === 'refused') throw new Error(JSON.stringify(result.problems));
  return result.files;
}

async function load(): Promise<GeneratedContracts> {
  writeOrCompare({ files: await generate(copy.schemas, copy.out) });
  const modules = await Promise.all(
    ['contracts', 'readers', 'validators'].map(
      async (name) => (await import(join(copy.out, `${name}.js`))) as object,
    ),
  );
  return Object.assign({}, ...modules) as GeneratedContracts;
}

/** A sixth type of event, with features that the five do not use. */
const ALARM = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:sluice:contract:iot.alarm:1',
  title: 'Alarm',
  description: 'A device calls for help.',
  'x-contract': {
    source: 'iot',
    type: 'iot.alarm',
    version: 1,
    eventId: '/alarmId',
    eventTime: '/raised/at',
    partitionKey: '/alarmId',
    personalData: [],
    departments: ['operations'],
  },
  type: 'object',
  additionalProperties: false,
  required: ['alarmId', 'raised', 'severity'],
  properties: {
    alarmId: { type: 'string', format: 'uuid' },
    raised: {
      type: 'object',
      additionalProperties: false,
      required: ['at'],
      maxProperties: 1,
      properties: { at: { type: 'string', format: 'date-time' } },
    },
    severity: { type: 'integer', enum: [1, 2, 3] },
    kind: { type: 'string', const: 'alarm' },
    code: { type: 'string', pattern: '^(?:E|W)[0-9]{3}$', maxLength: 4 },
    label: { type: 'string', minLength: 2, maxLength: 4 },
    tags: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string', minLength: 1, maxLength: 8 } },
    attempts: { type: ['integer', 'null'], minimum: 0, maximum: 9 },
    silent: { type: ['boolean', 'null'] },
  },
  examples: [
    { alarmId: '7d0a1c1e-6a53-4c8e-9a55-0f4f0a1f5b21', raised: { at: '2026-03-02T08:15:30Z' }, severity: 1 },
    {
      alarmId: '7d0a1c1e-6a53-4c8e-9a55-0f4f0a1f5b22',
      raised: { at: '2026-03-02T08:15:31Z' },
      severity: 3,
      tags: ['a'],
    },
  ],
};

describe('one more schema file', () => {
  it('is enough for one more type of event', async () => {
    copy.write('iot/alarm.v1.json', ALARM);
    const generated = await load();
    const registry = createRegistry(generated);
    expect(registry.all()).toHaveLength(6);
    const validate = createEventValidator({ registry, source: 'iot' });
    const verdictOn = (changes: object): string[] => {
      const data = { ...ALARM.examples[0], ...changes };
      const event = {
        specversion: '1.0',
        id: 'a',
        source: '/test',
        type: 'iot.alarm',
        dataschema: ALARM.$id,
        data,
      };
      const verdict = validate({ body: Buffer.from(JSON.stringify(event)) });
      // For every shape, a generated reader accepts what the validator accepts in the output of JSON.stringify.
      const bytes = Buffer.from(JSON.stringify(data));
      const read = generated.readers[ALARM.$id]?.(bytes, 0);
      expect(read).toBe(verdict.verdict === 'accepted' ? bytes.length : -1);
      return verdict.verdict === 'accepted'
        ? []
        : verdict.rejections.map(({ code, path }) => `${code} ${path}`);
    };
    expect(verdictOn({})).toEqual([]);
    expect(verdictOn({ kind: 'alarm', code: 'E123', tags: ['a', 'b'], attempts: 3, silent: true })).toEqual(
      [],
    );
    expect(verdictOn({ attempts: null, silent: null })).toEqual([]);
    expect(verdictOn({ severity: 4 })).toEqual(['contract.enum /data/severity']);
    expect(verdictOn({ kind: 'alert' })).toEqual(['contract.const /data/kind']);
    expect(verdictOn({ code: 'X123' })).toEqual(['contract.pattern /data/code']);
    expect(verdictOn({ tags: [] })).toEqual(['contract.minItems /data/tags']);
    expect(verdictOn({ tags: ['a', 'b', 'c'] })).toEqual(['contract.maxItems /data/tags']);
    expect(verdictOn({ tags: ['a', 1] })).toEqual(['contract.type /data/tags/1']);
    expect(verdictOn({ attempts: 1.5 })).toEqual(['contract.type /data/attempts']);
    expect(verdictOn({ alarmId: 'none' })).toEqual(['contract.format /data/alarmId']);
    // Lengths count characters: four beyond the basic plane fit, and one is too short.
    expect(verdictOn({ label: '😀😀😀😀' })).toEqual([]);
    expect(verdictOn({ label: '😀' })).toEqual(['contract.minLength /data/label']);
    expect(verdictOn({ label: 'abcde' })).toEqual(['contract.maxLength /data/label']);
  });

  it('of a second version is validated with its own version', async () => {
    copy.write('iot/alarm.v1.json', ALARM);
    copy.write('iot/alarm.v2.json', {
      ...ALARM,
      $id: 'urn:sluice:contract:iot.alarm:2',
      'x-contract': { ...ALARM['x-contract'], version: 2 },
      properties: { ...ALARM.properties, severity: { type: 'integer', enum: [1, 2, 3, 4] } },
    });
    const registry = createRegistry(await load());
    const record = { ...ALARM.examples[0], severity: 4 };
    expect(registry.find('iot.alarm')?.validate(record)).toBeUndefined();
    expect(registry.find('iot.alarm', 1)?.validate(record)).toHaveLength(1);
    const types = readFileSync(join(copy.out, 'types.ts'), 'utf8');
    expect(types).toContain('export type IotAlarm = IotAlarmV2;');
  });
});

describe('the generator', () => {
  it('wrote the present files of the repository', async () => {
    const files = await generate(join(ROOT, 'schemas'), GENERATED);
    expect(writeOrCompare({ files, ownedFolders: [GENERATED], check: true })).toEqual([]);
  });

  it('writes the same bytes for the same schemas', async () => {
    const once = await generate(copy.schemas, GENERATED);
    const again = await generate(copy.schemas, GENERATED);
    expect([...again]).toEqual([...once]);
  });

  it('writes code that requires only readers, formats and Ajv at run time, and compiles nothing', async () => {
    for (const [path, text] of await generate(copy.schemas, GENERATED)) {
      const required = [...text.matchAll(/require\(["'](.+?)["']\)/g)].map((match) => match[1]);
      for (const name of required)
        expect(['../formats', '../read-bytes', 'ajv/dist/runtime/ucs2length']).toContain(name);
      expect([relative(ROOT, path), /new Function|eval\(/.test(text)]).toEqual([relative(ROOT, path), false]);
    }
  });

  it('writes types that fit the examples', async () => {
    const text =
      [...(await generate(copy.schemas, copy.out))].find(([path]) => path.endsWith('types.ts'))?.[1] ?? '';
    const uses = createRegistry()
      .all()
      .flatMap(({ type, schema }) =>
        (schema['examples'] as readonly unknown[]).map(
          (example, index) =>
            `export const e${index}_${toTypeName(type)}: ${toTypeName(type)} = ${JSON.stringify(example)};`,
        ),
      );
    expect(diagnosticsOf(`${text}\n${uses.join('\n')}`)).toEqual([]);
    expect(diagnosticsOf(`${text}\nexport const bad: IotTelemetry = {};`)).not.toEqual([]);
  });
});

function diagnosticsOf(text: string): string[] {
  const name = 'types.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    lib: ['lib.es2022.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) =>
    file === name
      ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022)
      : getSourceFile.call(host, file, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFactoryFiles } from '../../../local/data-factory/definitions/factory-files';
import { isJsonObject, type Json, type JsonObject } from '../../../local/kit';
import { ADF, FactoryFixture } from './factory-fixture';

const FOLDERS = ['pipeline', 'dataset', 'linkedService', 'integrationRuntime'] as const;

/** All definitions of the factory, from their files. */
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ADF, folder)).map((name) => ({
    folder,
    name: name.replace(/\.json$/, ''),
    text: readFileSync(join(ADF, folder, name), 'utf8'),
  })),
);
const definitionOf = ({ text }: { text: string }): JsonObject => JSON.parse(text) as JsonObject;
const namesIn = (folder: string): string[] =>
  files.filter((file) => file.folder === folder).map(({ name }) => name);

/** All objects in a value, including itself. */
function* objectsIn(value: Json): Generator<JsonObject> {
  if (Array.isArray(value)) for (const element of value as readonly Json[]) yield* objectsIn(element);
  if (!isJsonObject(value)) return;
  yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

const pipelines = files.filter(({ folder }) => folder === 'pipeline');
const activitiesOf = (file: { text: string }): readonly JsonObject[] =>
  [...objectsIn(definitionOf(file))].filter(
    ({ typeProperties, name }) => typeProperties !== undefined && name !== undefined,
  );

describe('the definitions of the factory', () => {
  test('are of the four types of the factory', () => {
    expect(readdirSync(ADF).sort()).toEqual([...FOLDERS, 'README.md'].sort());
    expect(namesIn('pipeline').sort()).toEqual([
      'ingest_erp',
      'ingest_partner_files',
      'ingest_reference_files',
      'ingest_shop_database',
    ]);
  });

  test.each(files.map((file) => [`${file.folder}/${file.name}`, file] as const))(
    '%s has its own name',
    (_, file) => {
      expect(definitionOf(file)['name']).toBe(file.name);
      expect((definitionOf(file)['properties'] as JsonObject)['description']).toEqual(expect.any(String));
    },
  );

  test('refer only to existing definitions', () => {
    const known: Readonly<Record<string, string>> = {
      DatasetReference: 'dataset',
      LinkedServiceReference: 'linkedService',
      IntegrationRuntimeReference: 'integrationRuntime',
    };
    const references = files.flatMap((file) =>
      [...objectsIn(definitionOf(file))].filter(({ referenceName }) => referenceName !== undefined),
    );
    expect(references.length).toBeGreaterThan(15);
    for (const { referenceName, type } of references) {
      expect(namesIn(known[type as string] ?? '')).toContain(referenceName);
    }
  });

  test('are all used', () => {
    const text = files.map((file) => file.text).join('');
    for (const folder of ['dataset', 'linkedService', 'integrationRuntime']) {
      for (const name of namesIn(folder)) expect(text).toMatch(new RegExp(`"referenceName": "${name}"`));
    }
  });

  test('pass a dataset exactly its parameters', () => {
    for (const reference of pipelines.flatMap((file) => [...objectsIn(definitionOf(file))])) {
      if (reference['type'] !== 'DatasetReference') continue;
      const file = files.find(
        ({ folder, name }) => folder === 'dataset' && name === reference['referenceName'],
      );
      const declared = (definitionOf(file ?? { text: '{}' })['properties'] as JsonObject)[
        'parameters'
      ] as JsonObject;
      expect(Object.keys((reference['parameters'] ?? {}) as JsonObject).sort()).toEqual(
        Object.keys(declared).sort(),
      );
    }
  });

  test('use exactly the declared parameters', () => {
    for (const file of files) {
      const { parameters = {} } = definitionOf(file)['properties'] as { parameters?: JsonObject };
      const used = file.text.matchAll(/(?:pipeline\(\)\.parameters|dataset\(\)|linkedService\(\))\.(\w+)/g);
      const names = new Set([...used].map(([, name]) => name));
      expect([file.name, [...names].sort()]).toEqual([file.name, Object.keys(parameters).sort()]);
    }
  });

  test('have no secrets, because passwords and keys come from the vault', () => {
    const secrets = /password|secret|accountKey|sasToken|sasUri|connectionString|encryptedCredential/i;
    for (const file of files) {
      for (const object of objectsIn(definitionOf(file))) {
        for (const [name, value] of Object.entries(object)) {
          if (!secrets.test(name) || /^secure(In|Out)put$|^secretName$/.test(name)) continue;
          expect([file.name, name, value]).toEqual([
            file.name,
            name,
            {
              type: 'AzureKeyVaultSecret',
              store: { referenceName: 'keyVault', type: 'LinkedServiceReference' },
              secretName: expect.stringMatching(/^[a-z-]+$/) as string,
            },
          ]);
        }
      }
      expect(file.text).not.toMatch(/SecureString|AccountKey=|Password=|SharedAccess|AKIA[0-9A-Z]{16}/);
    }
  });

  test('access the lake and the vault with the identity of the factory', () => {
    for (const name of ['lake', 'keyVault']) {
      const file = files.find((candidate) => candidate.folder === 'linkedService' && candidate.name === name);
      const { typeProperties } = definitionOf(file ?? { text: '{}' })['properties'] as {
        typeProperties: JsonObject;
      };
      // Only the address, without key or principal, so the service uses its own identity.
      expect(Object.keys(typeProperties)).toEqual([name === 'lake' ? 'url' : 'baseUrl']);
    }
  });

  test('are valid for the local service', () => {
    const definitions = readFactoryFiles(ADF);
    expect([...definitions.pipelines.keys()].sort()).toEqual(namesIn('pipeline').sort());
    expect([...definitions.datasets.keys()].sort()).toEqual(namesIn('dataset').sort());
    expect([...definitions.linkedServices.keys()].sort()).toEqual(namesIn('linkedService').sort());
  });
});

describe.each(pipelines.map((file) => [file.name, file] as const))('the pipeline %s', (name, file) => {
  const source = name.replace(/^ingest_/, '');

  test('requires a run id and has defaults for the other parameters', () => {
    const { parameters } = definitionOf(file)['properties'] as { parameters: Record<string, JsonObject> };
    expect(parameters['runId']).toEqual({ type: 'String' });
    for (const [parameter, { defaultValue }] of Object.entries(parameters)) {
      expect([parameter, defaultValue !== undefined]).toEqual([parameter, parameter !== 'runId']);
    }
  });

  test('lands in the folder of its source, under the run id', () => {
    const copies = activitiesOf(file).filter(({ type }) => type === 'Copy');
    expect(copies.length).toBeGreaterThan(0);
    for (const { outputs } of copies) {
      const [output] = outputs as unknown as [
        { referenceName: string; parameters: { folder: { value: string } } },
      ];
      expect(output.referenceName).toMatch(/^lake/);
      expect(output.parameters.folder.value).toBe(
        `@concat('batch/${source}/run=', pipeline().parameters.runId)`,
      );
    }
  });

  test('sets the time-out and the retries of every copy', () => {
    for (const { type, policy } of activitiesOf(file)) {
      if (type !== 'Copy') continue;
      expect(policy).toEqual({
        timeout: expect.stringMatching(/^0\.\d\d:\d\d:\d\d$/) as string,
        retry: expect.any(Number) as number,
        retryIntervalInSeconds: expect.any(Number) as number,
        secureInput: expect.any(Boolean) as boolean,
        secureOutput: expect.any(Boolean) as boolean,
      });
    }
  });
});

describe('on this machine', () => {
  const fixture = new FactoryFixture();
  beforeAll(() => fixture.start());
  afterAll(() => fixture.remove());

  test.each([
    ['ingest_erp', /erp \(SqlServer\) through the integration runtime onPremises/],
    ['ingest_shop_database', /shopDatabase \(AzureSqlDatabase\)/],
    ['ingest_partner_files', /partnerBucket \(AmazonS3\)/],
  ])('%s fails with the unsupported feature', async (pipeline, why) => {
    const run = await fixture.until(await fixture.createRun(pipeline, { runId: 'r' }));
    expect(run).toMatchObject({ status: 'Failed', message: expect.stringMatching(why) as string });
  });
});

describe('a file that is not a definition', () => {
  const fixture = new FactoryFixture();
  afterAll(() => fixture.remove());

  test.each<[string, string, RegExp]>([
    ['p.json', '{', /p\.json is not a definition/],
    ['p.json', '{"name": "q", "properties": {"activities": []}}', /its name is "q"/],
    ['p.json', '{"name": "p", "properties": {"activities": [], "colour": 1}}', /colour/],
    ['p.json', '{"name": "p", "properties": {}}', /activities/],
  ])('keeps the service from starting: %s %s', async (name, text, why) => {
    const directory = join(fixture.directory, 'wrong');
    mkdirSync(join(directory, 'pipeline'), { recursive: true });
    writeFileSync(join(directory, 'pipeline', name), text);
    await expect(fixture.start({ definitionsDirectory: directory, overrides: {} })).rejects.toThrow(why);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Check, validated, missing } from './check';
import schema from './data-factory.schema.json';
import { type RunCommand } from './run-command';
import { createValidator } from './validate';

interface Definition {
  readonly folder: (typeof FOLDERS)[number];
  readonly file: string;
  readonly value: { readonly name: string; readonly properties: unknown };
}

const FOLDERS = ['pipeline', 'dataset', 'linkedService', 'integrationRuntime'] as const;
/** The kind of definition that a reference names, by the reference's type. */
const REFERENCES: Readonly<Record<string, string>> = {
  DatasetReference: 'dataset',
  LinkedServiceReference: 'linkedService',
  IntegrationRuntimeReference: 'integrationRuntime',
};

/** Checks definitions against their schema, and that their references exist. */
export function checkDefinitions(root: string): Check {
  return {
    title: 'Data Factory',
    run: () => {
      const definitions = readDefinitions(root);
      const validators = new Map(
        FOLDERS.map((folder) => [folder, createValidator({ ...schema, $ref: `#/$defs/${folder}` })] as const),
      );
      const problems = definitions.flatMap(
        ({ folder, file, value }) => validators.get(folder)?.(value, file) ?? [],
      );
      const unnamed = definitions
        .filter(({ file, value }) => !file.endsWith(`/${value.name}.json`))
        .map(
          ({ file, value }) => `${file}: its name is ${value.name}; a file has the name of its definition`,
        );
      return Promise.resolve(
        validated(`${definitions.length} definitions of adf/ fit their schema, and their references exist`, [
          ...problems,
          ...unnamed,
          ...danglingReferences(definitions),
        ]),
      );
    },
  };
}

/** The same with the types of Microsoft's own client, which cover every source, sink and store. */
export function checkDefinitionTypes(root: string, run: RunCommand): Check {
  return {
    title: "Data Factory, by Microsoft's types",
    run: async () => {
      const python = join(root, 'build/python/bin/python');
      if (!existsSync(python))
        return missing('its client is not installed; run `bash test/testing/python/install.sh`');
      const definitions = readDefinitions(root).map(({ folder, value: { name, properties } }) => ({
        kind: folder.replace(/^./, (letter) => letter.toUpperCase()),
        name,
        properties,
      }));
      const script = join(root, 'test/conformance/data-factory/python/check_definitions.py');
      const { code, output, errors } = await run(python, [script], JSON.stringify(definitions));
      if (code !== 0) throw new Error(`check_definitions.py ended with ${String(code)}: ${errors.trim()}`);
      return validated(
        `${definitions.length} definitions have no unknown property`,
        JSON.parse(output) as string[],
      );
    },
  };
}

function readDefinitions(root: string): readonly Definition[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, 'adf', folder))
      .sort()
      .map((name) => {
        const file = `adf/${folder}/${name}`;
        return {
          folder,
          file,
          value: JSON.parse(readFileSync(join(root, file), 'utf8')) as Definition['value'],
        };
      }),
  );
}

function danglingReferences(definitions: readonly Definition[]): readonly string[] {
  const known = new Set(definitions.map(({ folder, value }) => `${folder}/${value.name}`));
  return definitions.flatMap(({ file, value }) =>
    referencesIn(value)
      .filter(({ type, referenceName }) => !known.has(`${REFERENCES[type] ?? type}/${referenceName}`))
      .map(({ type, referenceName }) => `${file}: its ${type} names ${referenceName}, which does not exist`),
  );
}

interface Reference {
  readonly referenceName: string;
  readonly type: string;
}

function referencesIn(value: unknown): readonly Reference[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(referencesIn);
  return 'referenceName' in value ? [value as Reference, ...inner] : inner;
}

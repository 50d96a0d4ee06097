import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonSchema } from '../../src/lib/contracts/inline-refs';
import { type Problem } from './problem';

/** One file `<source>/<event>.v<version>.json` of the folder of schemas. */
export interface SchemaFile {
  /** The path relative to the folder of schemas, with `/` between its parts. */
  readonly file: string;
  readonly source: string;
  /** CloudEvents type by the file's name: `<source>.<event>`. */
  readonly type: string;
  readonly version: number;
  readonly schema: JsonSchema;
}

export const META_SCHEMA_FILE = 'contract.meta.json';

const NAME = /^(?<source>[a-z][a-z0-9]*)\/(?<event>[a-z][a-z0-9-]*)\.v(?<version>[1-9][0-9]{0,3})\.json$/;

export interface SchemaFolder {
  /** By type, then by version. */
  readonly files: readonly SchemaFile[];
  readonly metaSchema: JsonSchema;
  readonly problems: readonly Problem[];
}

/** Reads every file of the folder; one that is named otherwise, or is no JSON object, becomes a problem. */
export function readSchemaFolder(folder: string): SchemaFolder {
  const files: SchemaFile[] = [];
  const problems: Problem[] = [];
  for (const file of listFiles(folder)) {
    if (file === META_SCHEMA_FILE) continue;
    const name = NAME.exec(file)?.groups;
    if (!name) {
      problems.push({
        file,
        pointer: '',
        message: 'the file is not named as a contract',
        remedy: 'name it <source>/<event>.v<version>.json, such as iot/telemetry.v1.json',
      });
      continue;
    }
    const schema = parseObject(readFileSync(join(folder, file), 'utf8'));
    if (!schema) {
      problems.push({
        file,
        pointer: '',
        message: 'the file is not a JSON object',
        remedy: 'correct its syntax',
      });
      continue;
    }
    const { source = '', event = '', version = '' } = name;
    files.push({ file, source, type: `${source}.${event}`, version: Number(version), schema });
  }
  files.sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
  const metaSchema = parseObject(readFileSync(join(folder, META_SCHEMA_FILE), 'utf8'));
  if (!metaSchema) throw new Error(`${META_SCHEMA_FILE} is not a JSON object; correct its syntax.`);
  return { files, metaSchema, problems };
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

function parseObject(text: string): JsonSchema | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonSchema)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

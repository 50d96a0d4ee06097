import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonSchema } from '../../src/lib/contracts/catalog';
import { type Problem } from './problem';
import { SOURCE_FILE_NAME, SOURCE_META_SCHEMA_FILE, type SourceFile } from './source-file';

/** One file `<source>/<event>.v<version>.json` of the folder of schemas. */
export interface SchemaFile {
  /** The path relative to the folder of schemas, with `/` between its parts. */
  readonly file: string;
  readonly source: string;
  /** CloudEvents type according to the file's name: `<source>.<event>`. */
  readonly type: string;
  readonly version: number;
  readonly schema: JsonSchema;
}

export const META_SCHEMA_FILE = 'contract.meta.json';
/** The meta-schemas of the folder's other files. */
export const META_SCHEMA_FILES: readonly string[] = [META_SCHEMA_FILE, SOURCE_META_SCHEMA_FILE];

const NAME = /^(?<source>[a-z][a-z0-9]*)\/(?<event>[a-z][a-z0-9-]*)\.v(?<version>[1-9][0-9]{0,3})\.json$/;

export interface SchemaFolder {
  /** By type, then by version. */
  readonly files: readonly SchemaFile[];
  readonly metaSchema: JsonSchema;
  /** By name. */
  readonly sources: readonly SourceFile[];
  readonly sourceMetaSchema: JsonSchema;
  readonly problems: readonly Problem[];
}

/** Reads every file of the folder. A file with another name, or without a JSON object, is a problem. */
export function readSchemaFolder(folder: string): SchemaFolder {
  const files: SchemaFile[] = [];
  const sources: SourceFile[] = [];
  const problems: Problem[] = [];
  for (const file of listFiles(folder)) {
    if (META_SCHEMA_FILES.includes(file)) continue;
    const name = NAME.exec(file)?.groups;
    const declared = SOURCE_FILE_NAME.exec(file)?.groups?.['source'];
    if (!name && declared === undefined) {
      problems.push({
        file,
        pointer: '',
        message: 'the file name is not that of a contract',
        remedy:
          'rename it to <source>/<event>.v<version>.json, such as iot/telemetry.v1.json, or <source>/source.json',
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
    if (declared !== undefined) {
      sources.push({ file, name: declared, schema });
      continue;
    }
    const { source = '', event = '', version = '' } = name ?? {};
    files.push({ file, source, type: `${source}.${event}`, version: Number(version), schema });
  }
  files.sort((a, b) => (a.type === b.type ? a.version - b.version : a.type < b.type ? -1 : 1));
  return {
    files,
    metaSchema: readMetaSchema(folder, META_SCHEMA_FILE),
    sources,
    sourceMetaSchema: readMetaSchema(folder, SOURCE_META_SCHEMA_FILE),
    problems,
  };
}

function readMetaSchema(folder: string, file: string): JsonSchema {
  const metaSchema = parseObject(readFileSync(join(folder, file), 'utf8'));
  if (!metaSchema) throw new Error(`${file} is not a JSON object; correct its syntax.`);
  return metaSchema;
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

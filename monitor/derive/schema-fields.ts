import { toPointer } from './pointer';

/** One field of a contract, as a row of a table. */
export interface SchemaField {
  /** JSON Pointer into the record; `*` is any item of an array. */
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly type: string;
  readonly required: boolean;
  /** Bounds, formats and allowed values in words. */
  readonly rules: string;
  readonly description: string;
}

type Schema = Readonly<Record<string, unknown>>;

/** Fields of a JSON Schema in the order of the file, parents before their members. `$ref` within the file is resolved. */
export function toSchemaFields(root: Schema): readonly SchemaField[] {
  return fieldsOf(root, root, '', 0);
}

function fieldsOf(schema: Schema, root: Schema, path: string, depth: number): readonly SchemaField[] {
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}).flatMap(
    ([name, given]) => {
      if (!isSchema(given)) return [];
      const field = resolve(given, root);
      const at = toPointer(path, name);
      const item = isSchema(field['items']) ? resolve(field['items'], root) : undefined;
      const row: SchemaField = {
        path: at,
        name,
        depth,
        required: required.has(name),
        type: item === undefined ? typeOf(field) : `${typeOf(item)}[]`,
        rules: rulesOf(item === undefined ? field : { ...item, ...field }),
        description: typeof field['description'] === 'string' ? field['description'] : '',
      };
      return [row, ...fieldsOf(item ?? field, root, item === undefined ? at : `${at}/*`, depth + 1)];
    },
  );
}

function resolve(schema: Schema, root: Schema): Schema {
  const ref = schema['$ref'];
  if (typeof ref !== 'string') return schema;
  const definitions = isSchema(root['$defs']) ? root['$defs'] : {};
  const target = definitions[ref.replace('#/$defs/', '')];
  return isSchema(target) ? { ...target, ...schema } : schema;
}

function typeOf(schema: Schema): string {
  const { type, enum: choices, const: only } = schema as { type?: unknown; enum?: unknown; const?: unknown };
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return type.join(' or ');
  return Array.isArray(choices) || only !== undefined ? 'string' : 'object';
}

const LENGTHS = [
  ['minimum', 'from'],
  ['exclusiveMinimum', 'above'],
  ['maximum', 'to'],
  ['exclusiveMaximum', 'below'],
  ['minLength', 'at least', 'characters'],
  ['maxLength', 'at most', 'characters'],
  ['minItems', 'at least', 'items'],
  ['maxItems', 'at most', 'items'],
] as const;

function rulesOf(schema: Schema): string {
  const words: string[] = [];
  if (Array.isArray(schema['enum'])) words.push(schema['enum'].map(String).join(' · '));
  if (schema['const'] !== undefined) words.push(`always ${JSON.stringify(schema['const'])}`);
  if (typeof schema['format'] === 'string') words.push(schema['format']);
  for (const [name, word, unit] of LENGTHS) {
    const value = schema[name];
    if (typeof value === 'number') words.push([word, value, unit ?? ''].join(' ').trim());
  }
  if (typeof schema['pattern'] === 'string') words.push(`matches ${schema['pattern']}`);
  return words.join(', ');
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';
import { type Column, type ColumnType } from './types';

const field = z.object({
  name: z.string(),
  type: z.unknown(),
  nullable: z.boolean(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
const struct = z.object({ type: z.literal('struct'), fields: z.array(field) });

const PRIMITIVES: readonly string[] = [
  'string',
  'integer',
  'long',
  'double',
  'boolean',
  'date',
  'timestamp',
] satisfies ColumnType[];

/**
 * Formats columns as `metaData.schemaString` (PROTOCOL.md "Schema Serialization Format"). A description
 * becomes Spark's `comment`.
 *
 * @param known columns of the table; their other metadata is kept
 */
export function toSchemaString(columns: readonly Column[], known?: string): string {
  const fields = known === undefined ? [] : parse(known).fields;
  return JSON.stringify({
    type: 'struct',
    fields: columns.map(({ name, type, nullable, description }) => {
      const metadata = { ...fields.find((one) => one.name === name)?.metadata };
      delete metadata['comment'];
      if (description !== undefined) metadata['comment'] = description;
      return { name, type, nullable, metadata };
    }),
  });
}

/**
 * Reads the columns of a `metaData.schemaString`.
 *
 * @throws LakehouseError `unsupported` for a column type that the models do not have; `corrupt`
 */
export function fromSchemaString(text: string): Column[] {
  return parse(text).fields.map(({ name, type, nullable, metadata }) => {
    const comment = metadata?.['comment'];
    return {
      name,
      type: requireColumnType(name, type),
      nullable,
      ...(typeof comment === 'string' && { description: comment }),
    };
  });
}

/**
 * Returns why this writer must not write into the table, or undefined. Column metadata that Delta reserves
 * (PROTOCOL.md "Column Metadata") is a rule for values, and this writer does not check it.
 */
export function bindingMetadata(text: string): string | undefined {
  for (const { name, metadata } of parse(text).fields) {
    const key = Object.keys(metadata ?? {}).find(
      (one) => one.startsWith('delta.') || one === 'CURRENT_DEFAULT',
    );
    if (key !== undefined) return `column ${name} has ${key}`;
  }
  return undefined;
}

function parse(text: string): z.infer<typeof struct> {
  try {
    return struct.parse(JSON.parse(text));
  } catch (error) {
    throw new LakehouseError('corrupt', 'the schema of the table is not a struct in JSON', error);
  }
}

function requireColumnType(name: string, type: unknown): ColumnType {
  if (typeof type === 'string' && (PRIMITIVES.includes(type) || /^decimal\(\d+, ?\d+\)$/.test(type)))
    return type.replace(' ', '') as ColumnType;
  throw new LakehouseError('unsupported', `column ${name} has the type ${JSON.stringify(type)}`);
}

import { z } from 'zod';
import { type ColumnType, type TableColumn } from '../table-reader';
import { SluiceError } from '../../../platform/errors';

const struct = z.object({
  type: z.literal('struct'),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.unknown(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

/** PROTOCOL.md "Primitive Types". Smaller numbers are read as the next wider type of the models. */
const TYPES: Readonly<Record<string, ColumnType>> = {
  string: 'string',
  byte: 'integer',
  short: 'integer',
  integer: 'integer',
  long: 'long',
  float: 'double',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

/**
 * Parses the columns of a `metaData.schemaString` (PROTOCOL.md "Schema Serialization Format"). Spark writes a
 * description as `comment`.
 *
 * @throws SluiceError `gold_unreadable` for a type that Gold does not have
 */
export function toColumns(table: string, schemaString: string): TableColumn[] {
  const parsed = struct.safeParse(parseOrUndefined(schemaString));
  if (!parsed.success) throw goldUnreadable(table, 'its schema is not a struct in JSON', parsed.error);
  return parsed.data.fields.map(({ name, type, metadata }) => {
    const comment = metadata?.['comment'];
    return {
      name,
      type: toColumnType(table, name, type),
      description: typeof comment === 'string' ? comment : undefined,
    };
  });
}

function toColumnType(table: string, name: string, type: unknown): ColumnType {
  const known = typeof type === 'string' ? TYPES[type] : undefined;
  if (known !== undefined) return known;
  const [, precision, scale] = /^decimal\((\d+), ?(\d+)\)$/.exec(typeof type === 'string' ? type : '') ?? [];
  if (precision !== undefined && scale !== undefined) return `decimal(${Number(precision)},${Number(scale)})`;
  throw goldUnreadable(
    table,
    `column ${name} has the type ${JSON.stringify(type)}, which Gold does not have`,
  );
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller's check of the shape refuses it.
    return undefined;
  }
}

/** The error for a table that this reader cannot read correctly: rows would be missing or wrong. */
export function goldUnreadable(table: string, reason: string, cause?: unknown): SluiceError {
  return new SluiceError('gold_unreadable', `the table ${table} cannot be read: ${reason}`, {
    kind: 'permanent',
    data: { table },
    cause,
  });
}

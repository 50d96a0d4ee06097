import { z } from 'zod';
import { type ColumnType } from '../delta/types';
import { STRATEGIES } from './model';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'is a name of small letters, digits and _, beginning with a letter');

const DECIMAL = /^decimal\((\d{1,2}),(\d{1,2})\)$/;

const columnType = z.string().transform((text, context): ColumnType => {
  if (/^(?:string|integer|long|double|boolean|date|timestamp)$/.test(text)) return text as ColumnType;
  const [, precision = NaN, scale = NaN] = (DECIMAL.exec(text) ?? []).map(Number);
  if (precision >= 1 && precision <= 38 && scale <= precision) return text as ColumnType;
  context.addIssue(
    `'${text}' is no type: string, integer, long, double, boolean, date, timestamp or decimal(precision,scale) with a precision up to 38`,
  );
  return z.NEVER;
});

const sentence = z.string().trim().min(1, 'says nothing');
const names = z.array(name).min(1, 'names no column');
const sql = z.string().trim().min(1, 'is no SQL');

/** The YAML at the head of a model file, before what one field means for another is checked. */
export const modelHeader = z.strictObject({
  description: sentence,
  materialise: z.enum(STRATEGIES),
  key: names.optional(),
  firstBy: names.optional(),
  partitionBy: name.optional(),
  affected: sql.optional(),
  restrict: z
    .record(z.string().regex(/^(?:silver|gold)\.[a-z][a-z0-9_]*$/, 'names a relation such as silver.x'), name)
    .optional(),
  restrictDays: z.int().min(1).max(7).optional(),
  stable: z.record(name, sentence).optional(),
  bronze: z
    .union([
      z.strictObject({ contract: z.string().min(1) }),
      z.strictObject({
        batch: name,
        file: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)*$/, 'is a path below the folder of the run'),
        format: z.enum(['csv', 'json', 'ndjson']),
        columns: z.record(z.string().min(1), columnType),
      }),
    ])
    .optional(),
  columns: z.record(
    name,
    z.strictObject({
      type: columnType,
      description: sentence,
      personal: z.enum(['hash', 'mask', 'drop', 'generalise']).optional(),
      keyOf: name.optional(),
    }),
  ),
  expectations: z
    .array(z.strictObject({ name, check: sql, action: z.enum(['warn', 'drop', 'fail']) }))
    .optional(),
});

export type ModelHeader = z.infer<typeof modelHeader>;

import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';

const PRIMITIVES = ['string', 'integer', 'long', 'double', 'boolean', 'date', 'timestamp'] as const;

/**
 * The type of a value inside an event: a primitive, `{"array": <type>}` or `{"struct": {"<field>": <type>}}`.
 * Field names are those of the event (camelCase). Each field may be absent, which reads as NULL.
 */
export type NestedType =
  | (typeof PRIMITIVES)[number]
  | { readonly array: NestedType }
  | { readonly struct: Readonly<Record<string, NestedType>> };

/** A reason why Silver rejects an event; see tools/lakehouse/event-checks.ts. */
export interface EventCheck {
  /** JSON Pointer into the event. */
  readonly field: string;
  readonly reason: string;
  /** SQL over `r.event`, with dates and times as texts. It is true for an event that breaks the check. */
  readonly when: string;
}

/** One contract as a Bronze relation. */
export interface BronzeType {
  /** As in `meta.contract` of a line, such as `iot.telemetry`. */
  readonly contract: string;
  /** Folder of its slots: `bronze/<source>/…`. */
  readonly source: string;
  /** The versions whose fields `event` unites. */
  readonly versions: readonly number[];
  /** Changes with the checks, the type and the models of the contract. */
  readonly rule: string;
  /** Checks that an event passes before it is cast, in this order. */
  readonly checks: readonly EventCheck[];
  /** The whole CloudEvents envelope as a struct, with the record in `data`. */
  readonly event: NestedType;
}

/**
 * `lakehouse/models/generated/bronze.json`, keyed by relation name: the contract's type with `_` for `.` and
 * `-`.
 */
export type BronzeTypes = Readonly<Record<string, BronzeType>>;

const nestedType: z.ZodType<NestedType> = z.lazy(() =>
  z.union([
    z.enum(PRIMITIVES),
    z.strictObject({ array: nestedType }),
    z.strictObject({
      struct: z
        .record(z.string(), nestedType)
        .refine((fields) => Object.keys(fields).length > 0, 'a struct has at least one field'),
    }),
  ]),
);

const bronzeTypes = z.record(
  z.string(),
  z.strictObject({
    contract: z.string(),
    source: z.string(),
    versions: z.array(z.int()).min(1),
    rule: z.string().default(''),
    checks: z.array(z.strictObject({ field: z.string(), reason: z.string(), when: z.string() })).default([]),
    event: z.strictObject({ struct: z.record(z.string(), nestedType) }),
  }),
);

/**
 * Reads the types of the Bronze relations.
 *
 * @returns an empty object if the file is missing: models that read no contract do not need it
 * @throws LakehouseError `model_invalid`, naming the file and the field
 */
export function readBronzeTypes(file: string): BronzeTypes {
  if (!existsSync(file)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LakehouseError('model_invalid', `${file} is not JSON`, error);
  }
  const result = bronzeTypes.safeParse(content);
  if (!result.success) throw new LakehouseError('model_invalid', `${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

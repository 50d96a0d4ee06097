import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';

const batchChecks = z.record(
  z.string(),
  z.array(z.strictObject({ reason: z.string(), when: z.string().includes('{value}') })),
);

/**
 * What a text of a batch file passes before it is cast, by the type of its column; `{value}` in `when` stands for the
 * text. See tools/lakehouse/batch-checks.ts.
 */
export type BatchChecks = z.infer<typeof batchChecks>;

/**
 * Reads `generated/batch-checks.json`.
 *
 * @returns nothing where the file is missing, for models that read no batch file need none
 * @throws LakehouseError `model_invalid`, naming the file and the field
 */
export function readBatchChecks(file: string): BatchChecks {
  if (!existsSync(file)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LakehouseError('model_invalid', `${file} is no JSON`, error);
  }
  const result = batchChecks.safeParse(content);
  if (!result.success) throw new LakehouseError('model_invalid', `${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

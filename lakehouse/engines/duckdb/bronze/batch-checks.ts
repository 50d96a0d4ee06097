import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';

const batchChecks = z.record(
  z.string(),
  z.array(z.strictObject({ reason: z.string(), when: z.string().includes('{value}') })),
);

/**
 * Checks of a batch file's texts before they are cast, by type of column. In `when`, `{value}` is the
 * placeholder for the text. See tools/lakehouse/batch-checks.ts.
 */
export type BatchChecks = z.infer<typeof batchChecks>;

/**
 * Reads `generated/batch-checks.json`.
 *
 * @returns an empty object if the file is missing: models that read no batch file do not need it
 * @throws LakehouseError `model_invalid`, naming the file and the field
 */
export function readBatchChecks(file: string): BatchChecks {
  if (!existsSync(file)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new LakehouseError('model_invalid', `${file} is not JSON`, error);
  }
  const result = batchChecks.safeParse(content);
  if (!result.success) throw new LakehouseError('model_invalid', `${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}

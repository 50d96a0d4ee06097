import { z } from 'zod';
import { LakehouseError } from '../lakehouse-error';
import { type LakeFiles } from '../lake/lake-files';

const whole = z.int().min(0);

const entry = z.object({
  hubGeneration: z.string(),
  partition: whole,
  slot: whole,
  sequenceNumber: whole,
  enqueuedTime: z.string().nullable(),
  landedAt: z.string().nullable(),
  contractVersion: z.int().nullable(),
  /** Of another contract of the same hub where that one's line stops the reading of this one. */
  contract: z.string(),
  /** The engine's own words. */
  reason: z.string(),
  /** The rule under which the event was tried; under another one it is tried again. */
  rule: z.string(),
  /** As it came. */
  event: z.string(),
});

/** An event that passes every check of its contract and that a model fails on all the same. */
export type Unforeseen = z.infer<typeof entry>;

/** In the gold container, beside what the refreshes keep. */
const pathOf = (relation: string): string => `_rejected/${relation}.json`;

/**
 * The events of a contract that models have failed on. They are found by trying, so they are written down before the
 * first table goes on without them: the tables after it, and later attempts, leave out the same ones.
 *
 * @throws LakehouseError `corrupt` where the file is not what this engine, or Spark's, writes
 */
export async function readUnforeseen(
  lake: Pick<LakeFiles, 'read'>,
  relation: string,
): Promise<readonly Unforeseen[]> {
  const body = await lake.read('gold', pathOf(relation));
  if (body === undefined) return [];
  let content: unknown;
  try {
    content = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new LakehouseError('corrupt', `gold/${pathOf(relation)} is no JSON`, error);
  }
  const result = z.array(entry).safeParse(content);
  if (!result.success)
    throw new LakehouseError('corrupt', `gold/${pathOf(relation)}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** Puts the list of a contract. One task runs all models of a contract, so nobody else writes it. */
export async function writeUnforeseen(
  lake: Pick<LakeFiles, 'put'>,
  relation: string,
  entries: readonly Unforeseen[],
): Promise<void> {
  await lake.put('gold', pathOf(relation), Buffer.from(`${JSON.stringify(entries, undefined, 2)}\n`));
}

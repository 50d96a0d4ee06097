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
  /**
   * The contract of the event. It can be another contract of the same hub, if that one's line stops the
   * reading of this one.
   */
  contract: z.string(),
  /** The engine's error. */
  reason: z.string(),
  /** The rule under which the event was tried. Under another rule it is tried again. */
  rule: z.string(),
  /** The event, unchanged. */
  event: z.string(),
});

/** An event that passes every check of its contract and on which a model fails. */
export type Unforeseen = z.infer<typeof entry>;

/** In the gold container, beside the folders of the refreshes. */
const pathOf = (relation: string): string => `_rejected/${relation}.json`;

/**
 * The events of a contract on which models failed. They are recorded before the first table skips them, so
 * that later tables and later attempts skip the same events.
 *
 * @throws LakehouseError `corrupt` if neither this engine nor the Spark engine wrote the file
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
    throw new LakehouseError('corrupt', `gold/${pathOf(relation)} is not JSON`, error);
  }
  const result = z.array(entry).safeParse(content);
  if (!result.success)
    throw new LakehouseError('corrupt', `gold/${pathOf(relation)}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/** Writes the list of a contract. One task runs all models of a contract, so there is no other writer. */
export async function writeUnforeseen(
  lake: Pick<LakeFiles, 'put'>,
  relation: string,
  entries: readonly Unforeseen[],
): Promise<void> {
  await lake.put('gold', pathOf(relation), Buffer.from(`${JSON.stringify(entries, undefined, 2)}\n`));
}

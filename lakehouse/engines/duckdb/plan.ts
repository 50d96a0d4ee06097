import { z } from 'zod';
import { LakehouseError } from './lakehouse-error';
import { type LakeFiles } from './lake/lake-files';

const whole = z.int().min(0);

const plan = z.object({
  refresh: whole,
  refreshId: z.string(),
  previous: whole.nullable(),
  asOf: z.iso.datetime(),
  bronze: z.record(
    z.string(),
    z.array(z.object({ hubGeneration: z.string().min(1), partition: whole, slot: whole })),
  ),
  batch: z.record(z.string(), z.object({ runId: z.string().min(1), path: z.string().min(1) })),
  /** Tables (`<layer>.<table>`) to compute from all of Bronze, as the caller of the refresh named them. */
  rebuild: z.array(z.string()).default([]),
});

/**
 * The part of Bronze that a refresh may read, as the app wrote it. It has the head of every partition, and the newest
 * complete run of each batch source. Two plans give a range of slots.
 */
export type Plan = z.infer<typeof plan>;

/** `_refresh/<number, 15 digits>` of the gold container: all files of a refresh. */
export function refreshFolder(refresh: number): string {
  return `_refresh/${String(refresh).padStart(15, '0')}`;
}

/**
 * Reads the plan of a refresh.
 *
 * @throws LakehouseError `corrupt` if it is missing, unreadable or of another refresh
 */
export async function readPlan(lake: Pick<LakeFiles, 'read'>, refresh: number): Promise<Plan> {
  const path = `${refreshFolder(refresh)}/plan.json`;
  const body = await lake.read('gold', path);
  if (body === undefined)
    throw new LakehouseError('corrupt', `refresh ${refresh} has no plan: gold/${path} is missing`);
  let content: unknown;
  try {
    content = JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new LakehouseError('corrupt', `gold/${path} is not JSON`, error);
  }
  const result = plan.safeParse(content);
  if (!result.success) throw new LakehouseError('corrupt', `gold/${path}: ${z.prettifyError(result.error)}`);
  if (result.data.refresh !== refresh)
    throw new LakehouseError('corrupt', `gold/${path} is the plan of refresh ${result.data.refresh}`);
  return result.data;
}

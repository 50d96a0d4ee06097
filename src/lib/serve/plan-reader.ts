import { type Source } from '../contracts/source';
import { type PlanFiles, toRefreshNumber } from '../refresh/store';
import { type PlannedHead, type PlanReader } from './answer/ports';

/** Maximum number of plans in memory. */
const MAX_PLANS = 16;

/** Adapts the plans of refreshes to answers. Only here does `serve` read data of `refresh`. */
export function createPlanReader(plans: Pick<PlanFiles, 'readPlan'>): PlanReader {
  // Plans never change after they are written, and tables refer to few of them.
  const kept = new Map<number, Readonly<Partial<Record<Source, readonly PlannedHead[]>>>>();
  return {
    async readHeads(refresh, source) {
      const bronze = kept.get(refresh) ?? (await plans.readPlan(toRefreshNumber(refresh)))?.bronze;
      if (bronze === undefined) return undefined;
      kept.set(refresh, bronze);
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_PLANS) break;
        kept.delete(oldest);
      }
      return bronze[source] ?? [];
    },
  };
}

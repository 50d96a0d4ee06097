import { type Source } from '../contracts/source';
import { type PlanFiles, toRefreshNumber } from '../refresh/store';
import { type PlannedHead, type PlanReader } from './answer/ports';

/** Plans that are kept in memory. */
const MAX_PLANS = 16;

/** Plans of the refresh as answers see them; the two features meet here and nowhere else. */
export function createPlanReader(plans: Pick<PlanFiles, 'readPlan'>): PlanReader {
  // A plan is written once, and tables are at a few of them.
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

import { countNewEvents } from './plan';
import { type BronzeHeads, type PlanStore, type RefreshStore } from './ports';

export interface CountArrivalsOptions {
  readonly store: RefreshStore;
  readonly plans: PlanStore;
  readonly bronze: BronzeHeads;
}

/**
 * Counts the events that have landed since the last plan. It reads the heads alone, which takes a few
 * requests a partition.
 *
 * Returns undefined while a refresh is running, because its plan may include them.
 */
export async function countArrivals({
  store,
  plans,
  bronze,
}: CountArrivalsOptions): Promise<number | undefined> {
  const current = (await store.readCurrent())?.value;
  if (current?.released === false) return undefined;
  const plan = current?.lastPlan === undefined ? undefined : await plans.readPlan(current.lastPlan);
  const before = plan?.bronze ?? {};
  return countNewEvents(await bronze.read(before), before);
}

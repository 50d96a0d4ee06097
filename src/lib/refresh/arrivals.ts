import { countNewEvents } from './plan';
import { type BronzeHeads, type PlanStore, type RefreshStore } from './ports';

export interface CountArrivalsOptions {
  readonly store: RefreshStore;
  readonly plans: PlanStore;
  readonly bronze: BronzeHeads;
}

/**
 * How many events have landed since the last plan: from the heads alone, so it costs a few requests a partition.
 *
 * Undefined while a refresh is under way: its plan may be about to take them in.
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

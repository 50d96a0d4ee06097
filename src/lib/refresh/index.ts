/** Refreshes: what other features read of them. */
export { toRefreshSummary } from './describe-refresh';
export { openPlans, openRefreshTable, readRefreshSettings } from './open-refresh-store';
export type { Plan } from './plan';
export type { PlanStore, RefreshPage } from './ports';
export { toRefreshNumber } from './refresh-id';
export type { RefreshConfig } from './settings';
export type { PlanFiles } from './store/plan-files';

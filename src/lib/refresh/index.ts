/** Refreshes, for the status. */
export type { Plan } from './plan';
export type { PlanStore, RefreshPage } from './ports';
export { readRefreshSettings } from './settings';
export { openPlans } from './store/plan-files';
export { openRefreshTable } from './store/refresh-table';
export { toRefreshSummary } from './to-refresh-summary';

/** Refreshes: what the status reads of them. */
export type { Plan } from './plan';
export type { PlanStore, RefreshPage } from './ports';
export { readRefreshSettings } from './settings';
export { openPlans } from './store/plan-files';
export { openRefreshTable } from './store/refresh-table';
export { toRefreshSummary } from './to-refresh-summary';

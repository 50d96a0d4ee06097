/** Plans of refreshes, and where Gold is: what answers read. */
export { toRefreshNumber } from '../refresh-id';
export { readRefreshSettings } from '../settings';
export { openPlans, type PlanFiles } from './plan-files';

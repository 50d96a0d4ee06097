/** Plans of refreshes and the location of Gold, for answers. */
export { toRefreshNumber } from '../refresh-id';
export { readRefreshSettings } from '../settings';
export { openPlans, type PlanFiles } from './plan-files';

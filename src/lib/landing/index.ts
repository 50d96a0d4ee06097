/** How far Bronze is, for other features. */
export { findHead } from './find-head';
export type { WaitingStore } from './landing-ages';
export { openWaiting } from './store/waiting-table';

/** The newest slot of every partition, for other features. */
export { type LandingStateStore } from '../ports';
export { listHeads, type PartitionHead } from './list-heads';
export { openLandingState } from '../store/landing-table';

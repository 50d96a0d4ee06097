/** Landing in Bronze: what other features read of it. */
export { findHead } from './find-head';
export { type WaitingStore } from './landing-ages';
export { listHeads } from './list-heads';
export { openBronze, openLandingState } from './open-bronze';
export { openWaiting } from './open-waiting';
export { type LandingStateStore, type SlotReader, type SlotStore } from './ports';
export { LANDING } from './settings';
export { fromObjectMetadata, type SlotMetadata } from './slot-metadata';
export { fromSlotPath, slotPath } from './slot-path';

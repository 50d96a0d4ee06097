/** Slots of Bronze, for other features. */
export { openBronze } from './lake-client';
export type { SlotReader, SlotStore } from '../ports';
export { LANDING } from '../settings';
export { fromObjectMetadata, type SlotMetadata } from '../slot-metadata';
export { fromSlotPath, slotPath } from '../slot-metadata';

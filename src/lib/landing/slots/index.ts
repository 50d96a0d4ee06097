/** Events of slots, for features that follow Bronze. */
export { readSlotEvents } from '../read-slot-events';
export type { LandedBatch, LandedEvent, SlotEvents } from '../slot-events';

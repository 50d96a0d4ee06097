import { type ChangedMinutes, type MinuteRange } from './minute-ranges';
import { type OutsideEvents } from './window-state';

/** How far one hub partition is folded, and what must change together with that. */
export interface LivePosition {
  /** The newest event that was folded or passed over; -1 before the first. */
  readonly through: number;
  /** Raised by each write. */
  readonly version: number;
  /** See {@link PartitionWindows.floor}. */
  readonly floor: number;
  /** The newest so far, in milliseconds since the epoch: what tells an event of another incarnation. */
  readonly lastEnqueuedTime: number;
  /** By view: what is not yet known to be delivered, ascending by version. */
  readonly changes: Readonly<Record<string, readonly ChangedMinutes[]>>;
  /** By view. */
  readonly outside: Readonly<Record<string, OutsideEvents>>;
  /** By view: minutes that had events when they were still a day ahead or more. They can never be whole here. */
  readonly ahead: Readonly<Record<string, readonly MinuteRange[]>>;
}

/** Before the first event of a partition. */
export const START: LivePosition = {
  through: -1,
  version: 0,
  floor: 0,
  lastEnqueuedTime: 0,
  changes: {},
  outside: {},
  ahead: {},
};

import { type HubPartition } from '../event-log/hub-reader';

/** The oldest event that is known to be in the hub and not yet in Bronze. */
export interface WaitingEvent {
  readonly sequenceNumber: number;
  /** When it was enqueued, by the hub's clock, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Returns the event that waits now. The hub reports an enqueued time for its last event only, so that event is kept
 * until Bronze holds it. Its age is a lower bound of how far landing is behind. The age of a stuck partition grows
 * although newer events arrive. A partition that keeps up gets a newer event at each measurement.
 *
 * @param known the event that waited at the last measurement
 * @param landed the last sequence number in Bronze, -1 before the first; read after `hub`
 * @param now milliseconds since the epoch
 * @returns undefined if no event waits, or if retention has deleted all waiting events, which are then lost
 */
export function nextWaiting(
  known: WaitingEvent | undefined,
  hub: HubPartition,
  landed: number,
  now: number,
): WaitingEvent | undefined {
  const { beginSequenceNumber, lastSequenceNumber, newestEnqueuedTime } = hub;
  if (lastSequenceNumber <= landed || beginSequenceNumber > lastSequenceNumber) return undefined;
  if (known !== undefined && known.sequenceNumber > landed) return known;
  const enqueued = newestEnqueuedTime === undefined ? now : Date.parse(newestEnqueuedTime);
  return { sequenceNumber: lastSequenceNumber, since: Math.min(now, enqueued) };
}

/** Returns the minimum time that landing is behind, in whole seconds; 0 if no event waits. */
export function ageOf(waiting: WaitingEvent | undefined, now: number): number {
  return waiting === undefined ? 0 : Math.max(0, Math.floor((now - waiting.since) / 1000));
}

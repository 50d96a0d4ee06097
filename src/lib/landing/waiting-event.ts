import { type HubPartition } from '../event-log/hub-reader';

/** An event of which it is known that it is in the hub and not yet in Bronze: the oldest such event that was seen. */
export interface WaitingEvent {
  readonly sequenceNumber: number;
  /** When it was enqueued, by the hub's clock, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * What waits now. The hub says of its last event alone when it was enqueued, so that one is kept until Bronze holds it. Its
 * age is a lower bound of how long landing is behind: a partition that stands ages on, though newer events keep coming; one
 * that keeps up gets a newer event at each look.
 *
 * @param known what waited at the last look
 * @param landed the last sequence number in Bronze, -1 before the first; read after `hub`
 * @param now milliseconds since the epoch
 * @returns undefined where nothing waits, also where retention has deleted all that waited: such events are lost
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

/** How long landing is behind at least, in whole seconds; 0 where nothing waits. */
export function ageOf(waiting: WaitingEvent | undefined, now: number): number {
  return waiting === undefined ? 0 : Math.max(0, Math.floor((now - waiting.since) / 1000));
}

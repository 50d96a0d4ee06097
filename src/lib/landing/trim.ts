import { SluiceError } from '../platform/errors';
import { type SequenceNumber } from '../event-log/positions';
import { type ReceivedEvent } from '../event-log/received-event';
import { type SlotMetadata } from './slot-metadata';

/**
 * By how much the clocks of the nodes that serve a partition may differ, in milliseconds. The hub's creation time has told
 * that it is the same hub before anything is judged by it.
 */
export const CLOCK_SKEW = 60_000;

/**
 * The events that the head does not hold yet.
 *
 * @param events ascending by sequence number
 * @param clockSkew how much newer than the head an event may be whose number is older, in milliseconds. Such an event is one
 *   that retention had deleted, and a slot recorded as a gap, while the trigger still held it. @default 0
 * @throws SluiceError `landing_incarnation` where an event is old by its number but new by its time: the hub was made
 *   anew and counts from 0 again. Dropping such an event would lose it.
 */
export function trim(
  events: readonly ReceivedEvent[],
  head: SlotMetadata | undefined,
  clockSkew = 0,
): readonly ReceivedEvent[] {
  if (head === undefined) return events;
  const fresh = events.findIndex((event) => event.sequenceNumber > head.lastSequenceNumber);
  const old = fresh === -1 ? events : events.slice(0, fresh);
  const lastEnqueued = Date.parse(head.lastEnqueuedTime) + clockSkew;
  const stray = old.find((event) => event.enqueuedTime > lastEnqueued);
  if (stray !== undefined) {
    throw new SluiceError(
      'landing_incarnation',
      `sequence number ${stray.sequenceNumber} is in Bronze already, but this event was enqueued later than everything there: the hub seems to have been made anew`,
      {
        kind: 'permanent',
        data: { sequenceNumber: stray.sequenceNumber, lastSequenceNumber: head.lastSequenceNumber },
      },
    );
  }
  return fresh === -1 ? [] : events.slice(fresh);
}

/** Refuses a batch whose sequence numbers do not ascend: the protocol's arithmetic rests on it. */
export function assertAscending(events: readonly ReceivedEvent[]): void {
  let previous: SequenceNumber | undefined;
  for (const { sequenceNumber } of events) {
    if (previous !== undefined && sequenceNumber <= previous) {
      throw new SluiceError(
        'landing_invariant',
        `sequence number ${sequenceNumber} follows ${previous} in one batch; the hub delivers a partition in ascending order`,
        { kind: 'permanent', data: { sequenceNumber, previous } },
      );
    }
    previous = sequenceNumber;
  }
}

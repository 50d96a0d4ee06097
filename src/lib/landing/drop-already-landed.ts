import { SluiceError } from '../platform/errors';
import { type ReceivedEvent } from '../event-log/received-event';
import { type SlotMetadata } from './slot-metadata';

/**
 * The events that the head does not hold yet.
 *
 * @param events ascending by sequence number
 * @param clockSkew how much newer than the head an event may be whose number is older, in milliseconds. Such an event is one
 *   that retention had deleted, and a slot recorded as a gap, while the trigger still held it. @default 0
 * @throws SluiceError `landing_incarnation` where an event is old by its number but new by its time: the hub was made
 *   anew and counts from 0 again. Dropping such an event would lose it.
 */
export function dropAlreadyLanded(
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
      'landing_hub_generation',
      `sequence number ${stray.sequenceNumber} is in Bronze already, but this event was enqueued later than everything there: the hub seems to have been made anew`,
      {
        kind: 'permanent',
        data: { sequenceNumber: stray.sequenceNumber, lastSequenceNumber: head.lastSequenceNumber },
      },
    );
  }
  return fresh === -1 ? [] : events.slice(fresh);
}

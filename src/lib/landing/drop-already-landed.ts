import { SluiceError } from '../platform/errors';
import { type ReceivedEvent } from '../event-log/received-event';
import { type SlotMetadata } from './slot-metadata';

/**
 * Returns the events that the head does not hold yet.
 *
 * @param events ascending by sequence number
 * @param clockSkew by how many milliseconds an event with an older number may be newer than the head. The trigger can
 *   still hold such an event after retention deleted it and a slot recorded it as a gap. @default 0
 * @throws SluiceError `landing_hub_generation` if an event has an old number but a new time: the hub was created again
 *   and counts from 0 again. Dropping such an event would lose it.
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
      `sequence number ${stray.sequenceNumber} is in Bronze already, but this event was enqueued later than all events there: the hub was probably deleted and created again`,
      {
        kind: 'permanent',
        data: { sequenceNumber: stray.sequenceNumber, lastSequenceNumber: head.lastSequenceNumber },
      },
    );
  }
  return fresh === -1 ? [] : events.slice(fresh);
}

import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type FaultName } from './faults';

/** A simulated event. */
export interface SimulatedEvent extends OutgoingEvent {
  readonly partitionKey: string;
  /** CloudEvents `type`. For a malformed event, the type of the event that it was made from. */
  readonly type: string;
  /**
   * The fault of the event; absent for a valid event in time. `duplicate`, `late` and `contradicting` events keep
   * their contract, the others are quarantined.
   */
  readonly fault?: FaultName;
}

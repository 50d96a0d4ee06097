import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type FaultName } from './faults';

/** An event that a simulator made. */
export interface SimulatedEvent extends OutgoingEvent {
  readonly partitionKey: string;
  /** CloudEvents `type`; of a malformed event, the type that it was meant to be. */
  readonly type: string;
  /**
   * What is wrong with it; absent for an honest event in time. `duplicate` and `late` events keep their contract, the
   * others are quarantined.
   */
  readonly fault?: FaultName;
}

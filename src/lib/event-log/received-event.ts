import { type EventMessage } from '../contracts/validation-result';
import { type SequenceNumber } from './positions';

/** One event as the hub delivered it, with its position. */
export interface ReceivedEvent extends EventMessage {
  readonly sequenceNumber: SequenceNumber;
  readonly offset: string;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  readonly contentType: string | undefined;
  readonly properties: Readonly<Record<string, unknown>> | undefined;
  /**
   * Set if the AMQP body is not a data section. The trigger cannot bind such bodies. `body` then holds the text or
   * bytes of the value, or any other value as JSON.
   */
  readonly bodyType?: 'value' | 'sequence';
}

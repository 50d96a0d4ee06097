import { type EventMessage } from '../contracts/validation-result';
import { type SequenceNumber } from './positions';

/** One event as the hub delivered it, at its position. */
export interface ReceivedEvent extends EventMessage {
  readonly sequenceNumber: SequenceNumber;
  readonly offset: string;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  readonly contentType: string | undefined;
  readonly properties: Readonly<Record<string, unknown>> | undefined;
  /**
   * Set where the AMQP body is no data section, which the trigger cannot bind: `body` then holds the text or bytes of the
   * value, or JSON of anything else.
   */
  readonly bodyType?: 'value' | 'sequence';
}

import { type SequenceNumber } from './positions';

/** One event as the hub delivered it. */
export interface ReceivedEvent {
  readonly sequenceNumber: SequenceNumber;
  readonly offset: string;
  /** Milliseconds since the epoch. */
  readonly enqueuedTime: number;
  /** The body, untouched. */
  readonly body: Buffer;
  readonly contentType: string | undefined;
  /** AMQP application properties. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
  /**
   * Set where the AMQP body is no data section, which the trigger cannot bind: `body` then holds the text or bytes of the
   * value, or JSON of anything else.
   */
  readonly bodyType?: 'value' | 'sequence';
}

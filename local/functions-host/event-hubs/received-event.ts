import { AmqpValueReader } from './amqp-value-reader';

export type BodyType = 'data' | 'value' | 'sequence';

/** One event as received from the hub. */
export interface ReceivedEvent {
  /** Bytes of a data body; empty for the other two. */
  readonly body: Buffer;
  /**
   * The type of the AMQP body (OASIS AMQP 1.0, part 3, section 3.2). Only data can be bound to a function.
   */
  readonly bodyType: BodyType;
  readonly sequenceNumber: number;
  readonly offset: string;
  /** Milliseconds since 1970. */
  readonly enqueuedTime: number;
  readonly partitionKey: string | undefined;
  /** Application properties; undefined if there are none. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
  /**
   * Message properties and annotations other than the four above, by their AMQP names; undefined if there are
   * none.
   */
  readonly otherSystemProperties: Readonly<Record<string, unknown>> | undefined;
}

const MESSAGE_ANNOTATIONS = 0x72;
const PROPERTIES = 0x73;
const APPLICATION_PROPERTIES = 0x74;
const DATA = 0x75;
const SEQUENCE = 0x76;
const VALUE = 0x77;

/** Fields of the properties section, in their order (OASIS AMQP 1.0, part 3, section 3.2.4). */
const PROPERTY_NAMES = [
  'message-id',
  'user-id',
  'to',
  'subject',
  'reply-to',
  'correlation-id',
  'content-type',
  'content-encoding',
  'absolute-expiry-time',
  'creation-time',
  'group-id',
  'group-sequence',
  'reply-to-group-id',
];

const NO_BODY = Buffer.alloc(0);

/** Reads an encoded message. The body is a view of `bytes`. */
export function readEvent(bytes: Buffer): ReceivedEvent {
  const reader = new AmqpValueReader(bytes);
  let body: Buffer | undefined;
  let bodyType: BodyType = 'data';
  let sequenceNumber = -1;
  let offset = '';
  let enqueuedTime = 0;
  let partitionKey: string | undefined;
  let properties: Record<string, unknown> | undefined;
  let other: Record<string, unknown> | undefined;
  while (!reader.isAtEnd) {
    switch (reader.readDescriptor()) {
      case MESSAGE_ANNOTATIONS:
        reader.forEachEntry((name) => {
          const value = reader.read();
          if (name === 'x-opt-sequence-number') sequenceNumber = Number(value);
          else if (name === 'x-opt-offset') offset = String(value);
          else if (name === 'x-opt-enqueued-time') enqueuedTime = Number(value);
          else if (name === 'x-opt-partition-key') partitionKey = String(value);
          else (other ??= {})[name] = value;
        });
        break;
      case PROPERTIES:
        for (const [index, value] of (reader.read() as unknown[]).entries()) {
          const name = PROPERTY_NAMES[index];
          if (value !== null && name !== undefined) (other ??= {})[name] = value;
        }
        break;
      case APPLICATION_PROPERTIES:
        properties = reader.read() as Record<string, unknown>;
        break;
      case DATA: {
        const part = reader.read() as Buffer;
        body = body === undefined ? part : Buffer.concat([body, part]);
        break;
      }
      case SEQUENCE:
        bodyType = 'sequence';
        reader.skip();
        break;
      case VALUE:
        bodyType = 'value';
        reader.skip();
        break;
      default:
        reader.skip();
    }
  }
  return {
    body: body ?? NO_BODY,
    bodyType,
    sequenceNumber,
    offset,
    enqueuedTime,
    partitionKey,
    properties,
    otherSystemProperties: other,
  };
}

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

/** The four annotations of every event. */
const SEQUENCE_NUMBER = 0;
const OFFSET = 1;
const ENQUEUED_TIME = 2;
const PARTITION_KEY = 3;
const ANNOTATIONS = ['x-opt-sequence-number', 'x-opt-offset', 'x-opt-enqueued-time', 'x-opt-partition-key'];
/** As a hub writes them: symbols with a length of one byte. */
const ENCODED_ANNOTATIONS = ANNOTATIONS.map((name) =>
  Buffer.concat([Buffer.from([0xa3, name.length]), Buffer.from(name, 'latin1')]),
);

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads the encoded messages of one link. Most events of a producer have the same message properties. So
 * neighbours with the same bytes share the object of the first.
 */
export class EventReader {
  #section: Buffer = NO_BODY;
  #values: Values | undefined;

  /** Reads an encoded message. The body is a view of `bytes`. */
  read(bytes: Buffer): ReceivedEvent {
    const reader = new AmqpValueReader(bytes);
    let body: Buffer | undefined;
    let bodyType: BodyType = 'data';
    let sequenceNumber = -1;
    let offset = '';
    let enqueuedTime = 0;
    let partitionKey: string | undefined;
    let properties: Record<string, unknown> | undefined;
    let annotations: Record<string, unknown> | undefined;
    let messageProperties: Values | undefined;
    while (!reader.isAtEnd) {
      switch (reader.readDescriptor()) {
        case MESSAGE_ANNOTATIONS:
          for (let left = reader.beginMap(); left > 0; left--) {
            let annotation = reader.readOneOf(ENCODED_ANNOTATIONS);
            let name = '';
            if (annotation < 0) {
              name = String(reader.read());
              annotation = ANNOTATIONS.indexOf(name);
            }
            if (annotation === SEQUENCE_NUMBER) sequenceNumber = Number(reader.read());
            else if (annotation === OFFSET) offset = String(reader.read());
            else if (annotation === ENQUEUED_TIME) enqueuedTime = Number(reader.read());
            else if (annotation === PARTITION_KEY) partitionKey = String(reader.read());
            else (annotations ??= {})[name] = reader.read();
          }
          break;
        case PROPERTIES:
          messageProperties = this.#readProperties(reader, bytes);
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
      otherSystemProperties:
        annotations === undefined ? messageProperties : { ...annotations, ...messageProperties },
    };
  }

  #readProperties(reader: AmqpValueReader, bytes: Buffer): Values | undefined {
    const start = reader.position;
    const { length } = this.#section;
    if (length > 0 && isAt(bytes, start, this.#section)) {
      reader.position = start + length;
      return this.#values;
    }
    let values: Record<string, unknown> | undefined;
    for (const [index, value] of (reader.read() as unknown[]).entries()) {
      const name = PROPERTY_NAMES[index];
      if (value !== null && name !== undefined) (values ??= {})[name] = value;
    }
    // A copy, because the bytes belong to a larger chunk of the stream.
    this.#section = Buffer.from(bytes.subarray(start, reader.position));
    this.#values = values;
    return values;
  }
}

function isAt(bytes: Buffer, at: number, expected: Buffer): boolean {
  for (let index = 0; index < expected.length; index++) {
    if (bytes[at + index] !== expected[index]) return false;
  }
  return true;
}

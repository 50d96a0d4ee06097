import { PARTITION_KEY } from './read-batch';
import { annotationEntries, type MessageSections, textAt } from './read-message';

/** Properties that the hub adds to an event when it stores it. */
export interface Stamp {
  readonly sequenceNumber: number;
  readonly offset: number;
  /** Milliseconds since 1970. */
  readonly enqueuedTime: number;
  /** Replaces the partition key in the event. */
  readonly partitionKey?: Buffer;
}

const SEQUENCE_NUMBER = symbol('x-opt-sequence-number');
const OFFSET = symbol('x-opt-offset');
const ENQUEUED_TIME = symbol('x-opt-enqueued-time');
const PARTITION_KEY_SYMBOL = symbol(PARTITION_KEY);

const STAMPED = new Set(['x-opt-sequence-number', 'x-opt-offset', 'x-opt-enqueued-time']);

/** Descriptor 0x72 and the format code of a map with 32-bit size and count. */
const MESSAGE_ANNOTATIONS_MAP32 = 0x005372d1;
const LONG = 0x81;
const TIMESTAMP = 0x83;
const STR8 = 0xa1;
const STR32 = 0xb1;

/** Upper limit of the bytes that `stampEvent` writes for an event with these sections. */
export function maximumStampedLength(event: MessageSections, partitionKey: Buffer | undefined): number {
  return (
    event.headerEnd -
    event.headerStart +
    (event.annotationsEnd - event.annotationsStart) +
    (event.restEnd - event.restStart) +
    160 +
    (partitionKey?.length ?? 0)
  );
}

/**
 * Writes the event as readers receive it: its header, its message annotations with the inserted stamp, and
 * its remaining bytes unchanged. Delivery annotations are dropped, as AMQP requires. Returns the end
 * position.
 */
export function stampEvent(target: Buffer, position: number, event: MessageSections, stamp: Stamp): number {
  let at = position + event.bytes.copy(target, position, event.headerStart, event.headerEnd);
  const sizeAt = target.writeUInt32BE(MESSAGE_ANNOTATIONS_MAP32, at);
  at = sizeAt + 8;
  let items = 6;
  for (const { keyStart, end } of annotationEntries(event) ?? []) {
    const key = textAt(event.bytes, keyStart);
    if (key !== undefined && (STAMPED.has(key) || (key === PARTITION_KEY && stamp.partitionKey))) continue;
    at += event.bytes.copy(target, at, keyStart, end);
    items += 2;
  }
  at += SEQUENCE_NUMBER.copy(target, at);
  at = writeInt64(target, at, LONG, stamp.sequenceNumber);
  at += OFFSET.copy(target, at);
  const offset = String(stamp.offset);
  target[at] = STR8;
  target[at + 1] = offset.length;
  at += 2 + target.write(offset, at + 2, 'latin1');
  at += ENQUEUED_TIME.copy(target, at);
  at = writeInt64(target, at, TIMESTAMP, stamp.enqueuedTime);
  if (stamp.partitionKey) {
    at += PARTITION_KEY_SYMBOL.copy(target, at);
    target[at] = STR32;
    at = target.writeUInt32BE(stamp.partitionKey.length, at + 1);
    at += stamp.partitionKey.copy(target, at);
    items += 2;
  }
  target.writeUInt32BE(at - sizeAt - 4, sizeAt);
  target.writeUInt32BE(items, sizeAt + 4);
  return at + event.bytes.copy(target, at, event.restStart, event.restEnd);
}

function writeInt64(target: Buffer, at: number, code: number, value: number): number {
  target[at] = code;
  // Writes two halves: exact for every safe integer, and several times faster than BigInt.
  target.writeInt32BE(Math.floor(value / 0x1_0000_0000), at + 1);
  return target.writeUInt32BE(value >>> 0, at + 5);
}

function symbol(text: string): Buffer {
  return Buffer.concat([Buffer.from([0xa3, text.length]), Buffer.from(text, 'latin1')]);
}

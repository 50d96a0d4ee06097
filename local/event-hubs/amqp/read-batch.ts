import { endOfValue } from './end-of-value';
import { annotationEntries, type MessageSections, readMessage, sectionCode, textAt } from './read-message';

/** Message format of a batch: its body is data sections, each of which is an encoded message. */
export const BATCH_MESSAGE_FORMAT = 0x80013700;

export const PARTITION_KEY = 'x-opt-partition-key';

const DATA = 0x75;
const NULL = 0x40;

/** Contents of one transfer from a publisher. */
export type Publication =
  | {
      readonly kind: 'events';
      readonly events: readonly MessageSections[];
      readonly partitionKey: string | undefined;
    }
  | Malformed;

interface Malformed {
  readonly kind: 'malformed';
  readonly reason: string;
}

/** Reads one transfer. The partition key of a batch is in the annotations of its envelope. */
export function readPublication(bytes: Buffer, format: number | undefined): Publication {
  const envelope = readMessage(bytes, 0, bytes.length);
  if (envelope === undefined) return malformed('the transfer is not a well-formed AMQP message');
  const partitionKey = readPartitionKey(envelope);
  if (typeof partitionKey === 'object') return partitionKey;
  if (format !== BATCH_MESSAGE_FORMAT) return { kind: 'events', events: [envelope], partitionKey };
  const events: MessageSections[] = [];
  let at = envelope.restStart;
  while (at < bytes.length) {
    const section = sectionCode(bytes, at, bytes.length);
    const value = at + (bytes[at + 1] === 0x53 ? 3 : 10);
    const end = endOfValue(bytes, value, bytes.length);
    if (end < 0) return malformed('a section of the batch is incomplete');
    if (section > DATA) return malformed('the body of a batch must be data sections');
    if (section === DATA) {
      const start = bytes[value] === 0xa0 ? value + 2 : value + 5;
      const event = readMessage(bytes, start, end);
      if (event === undefined) return malformed(`event ${events.length} of the batch is not an AMQP message`);
      if (annotationEntries(event) === undefined)
        return malformed(`event ${events.length} of the batch has malformed message annotations`);
      events.push(event);
    }
    at = end;
  }
  return events.length === 0
    ? malformed('the batch has no events')
    : { kind: 'events', events, partitionKey };
}

function readPartitionKey(message: MessageSections): string | undefined | Malformed {
  const { bytes } = message;
  const entries = annotationEntries(message);
  if (entries === undefined) return malformed('the message annotations are malformed');
  const entry = entries.find(({ keyStart }) => textAt(bytes, keyStart) === PARTITION_KEY);
  if (entry === undefined || bytes[entry.valueStart] === NULL) return undefined;
  return textAt(bytes, entry.valueStart) ?? malformed(`${PARTITION_KEY} is not a string`);
}

function malformed(reason: string): Malformed {
  return { kind: 'malformed', reason };
}

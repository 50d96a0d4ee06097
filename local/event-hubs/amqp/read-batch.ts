import { endOfValue } from './end-of-value';
import { forEachAnnotation, type MessageSections, readMessage, sectionCode, textAt } from './read-message';

/** Message format of a batch: its body is data sections, each an encoded message of its own. */
export const BATCH_MESSAGE_FORMAT = 0x80013700;

export const PARTITION_KEY = 'x-opt-partition-key';

const DATA = 0x75;

/** What one transfer from a publisher holds. */
export type Publication =
  | { readonly kind: 'events'; readonly events: readonly MessageSections[]; readonly partitionKey?: string }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Reads one transfer. The partition key of a batch stands in the annotations of its envelope. */
export function readPublication(bytes: Buffer, format: number | undefined): Publication {
  const envelope = readMessage(bytes, 0, bytes.length);
  if (envelope === undefined) return malformed('the transfer is not a well-formed AMQP message');
  const key = readPartitionKey(envelope);
  if (key.kind === 'malformed') return key;
  if (format !== BATCH_MESSAGE_FORMAT) return { ...key, events: [envelope] };
  const events: MessageSections[] = [];
  let at = envelope.restStart;
  while (at < bytes.length) {
    const section = sectionCode(bytes, at, bytes.length);
    const value = at + (bytes[at + 1] === 0x53 ? 3 : 10);
    const end = endOfValue(bytes, value, bytes.length);
    if (end < 0) return malformed('a section of the batch is cut short');
    if (section > DATA) return malformed('the body of a batch must be data sections');
    if (section === DATA) {
      const start = bytes[value] === 0xa0 ? value + 2 : value + 5;
      const event = readMessage(bytes, start, end);
      if (event === undefined) return malformed(`event ${events.length} of the batch is not an AMQP message`);
      if (!forEachAnnotation(event, ignore))
        return malformed(`event ${events.length} of the batch has malformed message annotations`);
      events.push(event);
    }
    at = end;
  }
  return events.length === 0 ? malformed('the batch holds no event') : { ...key, events };
}

function readPartitionKey(message: MessageSections): Extract<Publication, { kind: 'malformed' }> | KeyOnly {
  let key: string | undefined;
  let wrongType = false;
  const wellFormed = forEachAnnotation(message, (keyStart, valueStart) => {
    if (textAt(message.bytes, keyStart) !== PARTITION_KEY || message.bytes[valueStart] === 0x40) return;
    key = textAt(message.bytes, valueStart);
    wrongType = key === undefined;
  });
  if (!wellFormed) return malformed('the message annotations are malformed');
  if (wrongType) return malformed(`${PARTITION_KEY} is not a string`);
  return key === undefined ? { kind: 'events' } : { kind: 'events', partitionKey: key };
}

interface KeyOnly {
  readonly kind: 'events';
  readonly partitionKey?: string;
}

function malformed(reason: string): { readonly kind: 'malformed'; readonly reason: string } {
  return { kind: 'malformed', reason };
}

function ignore(): void {
  // Only the shape is of interest.
}

import { type EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { type ReceivedEvent } from './received-event';
import { type SequenceNumber, toSequenceNumber } from './positions';

/** Events of one batch: half of the trigger's, so that the largest events still fit into memory beside it. */
const MAX_BATCH_EVENTS = 500;
/** An empty batch comes after this time without an event. */
const SILENCE_SECONDS = 5;

/**
 * Receives a partition from a sequence number on, batch by batch, until the caller stops. The client hands over the next batch
 * when the caller has asked for it.
 *
 * @throws whatever the client reports
 */
export async function* receive(
  client: EventHubConsumerClient,
  partition: number,
  from: SequenceNumber,
): AsyncGenerator<readonly ReceivedEvent[]> {
  const mailbox = new Mailbox<readonly ReceivedEventData[]>();
  const subscription = client.subscribe(
    String(partition),
    {
      processEvents: (events) => mailbox.put(events),
      processError: (error) => {
        mailbox.fail(error);
        return Promise.resolve();
      },
    },
    {
      startPosition: { sequenceNumber: from, isInclusive: true },
      maxBatchSize: MAX_BATCH_EVENTS,
      prefetchCount: MAX_BATCH_EVENTS,
      maxWaitTimeInSeconds: SILENCE_SECONDS,
      skipParsingBodyAsJson: true,
    },
  );
  try {
    for (;;) yield (await mailbox.take()).map(fromHubEvent);
  } finally {
    mailbox.close();
    await subscription.close();
  }
}

/** Hands one thing at a time from a sender that waits to a receiver that waits. */
class Mailbox<T> {
  #letter: { readonly value: T } | undefined;
  #fault: { readonly error: unknown } | undefined;
  #closed = false;
  #onChange: (() => void)[] = [];

  /** Resolves when the receiver has taken it and wants more, or has closed. */
  async put(value: T): Promise<void> {
    if (this.#closed) return;
    this.#letter = { value };
    this.#changed();
    while (this.#isWaiting()) await this.#change();
  }

  fail(error: unknown): void {
    this.#fault ??= { error };
    this.#changed();
  }

  async take(): Promise<T> {
    for (;;) {
      if (this.#letter !== undefined) {
        const { value } = this.#letter;
        this.#letter = undefined;
        this.#changed();
        return value;
      }
      if (this.#fault !== undefined) throw this.#fault.error;
      await this.#change();
    }
  }

  close(): void {
    this.#closed = true;
    this.#changed();
  }

  #isWaiting(): boolean {
    return this.#letter !== undefined && !this.#closed;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#onChange.push(resolve));
  }

  #changed(): void {
    const waiting = this.#onChange;
    this.#onChange = [];
    for (const wake of waiting) wake();
  }
}

/**
 * From an event that the SDK read, with bodies left as bytes. The result equals what the Event Hubs trigger hands over for the
 * same event, so that it does not matter to validation who read it.
 */
export function fromHubEvent(event: ReceivedEventData): ReceivedEvent {
  const raw = event.getRawAmqpMessage();
  const { bodyType } = raw;
  const body: unknown = event.body ?? sectionContent(raw.body);
  return {
    sequenceNumber: toSequenceNumber(event.sequenceNumber),
    offset: event.offset,
    enqueuedTime: event.enqueuedTimeUtc.getTime(),
    body: bodyType === 'data' ? fromData(body) : fromValue(body),
    contentType: typeof event.contentType === 'string' ? event.contentType : undefined,
    properties: toJsonProperties(raw.applicationProperties),
    ...(bodyType !== undefined && bodyType !== 'data' && { bodyType }),
  };
}

/** A body may have several data sections; their bytes belong together (AMQP 1.0, 3.2.6). */
function fromData(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (Array.isArray(content)) return Buffer.concat(content.map(fromData));
  return Buffer.alloc(0);
}

/** A text or bytes as they are, JSON of everything else. */
function fromValue(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return Buffer.from(JSON.stringify(toJson(value)), 'utf8');
}

function sectionContent(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'content' in body ? body.content : undefined;
}

/** As the trigger gives them: its metadata are JSON. */
function toJsonProperties(
  properties: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(properties ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, toJson(value)]));
}

/** AMQP values that JSON does not know become texts: a time in RFC 3339, bytes in base64, a long in decimal digits. */
function toJson(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
  }
  return value;
}

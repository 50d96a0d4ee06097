import { type EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { type ReceivedEvent } from './received-event';
import { type SequenceNumber, toSequenceNumber } from './positions';

/** Events of one batch. Half of the trigger's batch, so that the largest events also fit into memory next to it. */
const MAX_BATCH_EVENTS = 500;
/** Seconds without an event after which the client returns an empty batch. */
const SILENCE_SECONDS = 5;

/**
 * Receives a partition from a sequence number on, batch by batch, until the caller stops. The client delivers the next
 * batch only when the caller requests it.
 *
 * @throws the client's error
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

/** Passes one value at a time from a sender to a receiver. Each waits for the other. */
class Mailbox<T> {
  #letter: { readonly value: T } | undefined;
  #fault: { readonly error: unknown } | undefined;
  #closed = false;
  #onChange: (() => void)[] = [];

  /** Resolves when the receiver requests the next value, or when it has closed. */
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
 * Converts an event that the SDK read, and leaves the body as bytes. The result equals the trigger's for the same
 * event, so validation does not depend on the reader.
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

/** A body can have several data sections. Their bytes are concatenated (AMQP 1.0, 3.2.6). */
function fromData(content: unknown): Buffer {
  if (Buffer.isBuffer(content)) return content;
  if (content instanceof Uint8Array) return Buffer.from(content);
  if (Array.isArray(content)) return Buffer.concat(content.map(fromData));
  return Buffer.alloc(0);
}

/** A text or bytes unchanged, and JSON of any other value. */
function fromValue(value: unknown): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  return Buffer.from(JSON.stringify(toJson(value)), 'utf8');
}

function sectionContent(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'content' in body ? body.content : undefined;
}

/** Converts properties to JSON values, as the trigger does with its metadata. */
function toJsonProperties(
  properties: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(properties ?? {});
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name, toJson(value)]));
}

/** Converts AMQP values that JSON lacks to texts: a time to RFC 3339, bytes to base64, a long to decimal digits. */
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

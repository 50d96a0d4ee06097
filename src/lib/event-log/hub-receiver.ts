import { type EventHubConsumerClient, type ReceivedEventData } from '@azure/event-hubs';
import { type ReceivedEvent } from './received-event';
import { type SequenceNumber } from './positions';
import { fromHubEvent } from './from-hub-event';

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

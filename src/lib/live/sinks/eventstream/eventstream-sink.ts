import { type EventDataBatch, type EventHubClientOptions, EventHubProducerClient } from '@azure/event-hubs';
import { type Connection } from '../../../platform/azure/connections';
import { partitionOfKey } from '../../../publish';
import { toWindowEvent, type WindowEvent } from './to-window-event';
import { type WindowRow, type WindowSink } from '../../ports';
import { at } from '../../../platform/at';
import { SluiceError } from '../../../platform/errors';
import { createCredential } from '../../../platform/azure/credential';

/** RFC 9110 media type: CloudEvents 1.0 structured mode. */
const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/** Few retries, because the next delivery tries again soon. */
const OPTIONS: EventHubClientOptions = {
  retryOptions: { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 5000, timeoutInMs: 15_000 },
};

export interface EventstreamSinkOptions {
  readonly connection: Connection;
  /** Name of the event hub. May be undefined if the connection string has an `EntityPath`. */
  readonly hub: string | undefined;
}

/**
 * Sends live windows as events to a Fabric Eventstream. Clients use its custom endpoint as an Event Hub
 * (https://learn.microsoft.com/fabric/real-time-intelligence/event-streams/add-source-custom-app).
 *
 * Windows of one group go to the partition of their key, so their order is kept. Events of several keys share
 * a batch.
 */
export class EventstreamSink implements WindowSink {
  readonly name = 'eventstream';
  readonly #client: EventHubProducerClient;

  constructor({ connection, hub }: EventstreamSinkOptions) {
    this.#client = toClient(connection, hub);
  }

  async write(rows: readonly WindowRow[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      const ids = await this.#client.getPartitionIds();
      const byPartition = new Map<string, WindowEvent[]>();
      for (const row of rows) {
        const event = toWindowEvent(row);
        const id = at(ids, partitionOfKey(event.partitionKey, ids.length));
        const known = byPartition.get(id);
        if (known === undefined) byPartition.set(id, [event]);
        else known.push(event);
      }
      await Promise.all([...byPartition].map(([id, events]) => this.#send(id, events)));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SluiceError('eventstream_unavailable', `could not send to the Eventstream: ${reason}`, {
        kind: 'transient',
        cause,
      });
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #send(partitionId: string, events: readonly WindowEvent[]): Promise<void> {
    let batch: EventDataBatch = await this.#client.createBatch({ partitionId });
    for (const { body } of events) {
      const data = { body, contentType: CONTENT_TYPE };
      if (batch.tryAdd(data)) continue;
      if (batch.count > 0) await this.#client.sendBatch(batch);
      batch = await this.#client.createBatch({ partitionId });
      if (!batch.tryAdd(data))
        throw new RangeError('one window is larger than the largest batch that the endpoint accepts');
    }
    if (batch.count > 0) await this.#client.sendBatch(batch);
  }
}

function toClient(connection: Connection, hub: string | undefined): EventHubProducerClient {
  if (connection.kind === 'connectionString') {
    return hub === undefined
      ? new EventHubProducerClient(connection.connectionString, OPTIONS)
      : new EventHubProducerClient(connection.connectionString, hub, OPTIONS);
  }
  return new EventHubProducerClient(
    connection.endpoint,
    hub ?? '',
    createCredential(connection.clientId),
    OPTIONS,
  );
}

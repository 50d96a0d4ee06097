import { type EventDataBatch, EventHubProducerClient, type EventHubClientOptions } from '@azure/event-hubs';
import { type HubInspector, type HubPartition } from '../bronze/ports';
import { type Connection } from '../config';
import { type HubBatch, type HubPort } from '../hub/ports';
import { SluiceError } from '../shared/errors';
import { type OutgoingEvent } from '../shared/outgoing-event';
import { type Incarnation, toIncarnation } from '../shared/positions';
import { type Source } from '../shared/source';
import { createCredential } from './credential';

/** RFC 9110 media type of every event that the app publishes: CloudEvents 1.0 structured mode. */
const CONTENT_TYPE = 'application/cloudevents+json; charset=utf-8';

/**
 * Quick first retries: a hub that moves between nodes is back within a second or so. After about half a minute the
 * caller hears of it.
 */
const OPTIONS: EventHubClientOptions = {
  retryOptions: { maxRetries: 5, retryDelayInMs: 300, maxRetryDelayInMs: 10_000, timeoutInMs: 20_000 },
};

/** One Event Hub of the namespace: publishing, and what landing asks of it. */
export class EventHubClient implements HubPort {
  readonly #client: EventHubProducerClient;
  readonly #source: Source;

  constructor(connection: Connection, source: Source) {
    this.#source = source;
    this.#client =
      connection.kind === 'connectionString'
        ? new EventHubProducerClient(connection.connectionString, source, OPTIONS)
        : new EventHubProducerClient(
            connection.endpoint,
            source,
            createCredential(connection.clientId),
            OPTIONS,
          );
  }

  partitionIds(): Promise<readonly string[]> {
    return this.#guard('list the partitions of', () => this.#client.getPartitionIds());
  }

  async createBatch(partitionId: string): Promise<HubBatch> {
    return new SdkBatch(await this.#guard('open', () => this.#client.createBatch({ partitionId })));
  }

  async send(batch: HubBatch): Promise<void> {
    if (!(batch instanceof SdkBatch)) throw new TypeError('a batch goes to the hub that made it');
    await this.#guard('send to', () => this.#client.sendBatch(batch.batch));
  }

  async readIncarnation(): Promise<Incarnation> {
    const { createdOn } = await this.#guard('read', () => this.#client.getEventHubProperties());
    return toIncarnation(createdOn);
  }

  async readPartitions(): Promise<readonly HubPartition[]> {
    const ids = await this.partitionIds();
    return this.#guard('read the partitions of', () =>
      Promise.all(
        ids.map(async (id) => {
          const { beginningSequenceNumber, lastEnqueuedSequenceNumber, lastEnqueuedOnUtc, isEmpty } =
            await this.#client.getPartitionProperties(id);
          const held = lastEnqueuedSequenceNumber >= 0;
          return {
            partition: Number(id),
            beginSequenceNumber: isEmpty ? lastEnqueuedSequenceNumber + 1 : beginningSequenceNumber,
            lastSequenceNumber: lastEnqueuedSequenceNumber,
            ...(held && { newestEnqueuedTime: lastEnqueuedOnUtc.toISOString() }),
          };
        }),
      ),
    );
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #guard<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SluiceError('hub_unavailable', `could not ${action} Event Hub '${this.#source}': ${reason}`, {
        kind: 'transient',
        cause,
        data: { hub: this.#source },
      });
    }
  }
}

class SdkBatch implements HubBatch {
  constructor(readonly batch: EventDataBatch) {}

  get count(): number {
    return this.batch.count;
  }

  tryAdd({ body }: OutgoingEvent): boolean {
    return this.batch.tryAdd({ body, contentType: CONTENT_TYPE });
  }
}

/** All hubs as landing and reconciliation see them. */
export function createHubInspector(clients: Readonly<Record<Source, EventHubClient>>): HubInspector {
  return {
    readIncarnation: (source) => clients[source].readIncarnation(),
    readPartitions: (source) => clients[source].readPartitions(),
  };
}

import {
  type EventDataBatch,
  type EventHubClientOptions,
  EventHubConsumerClient,
  EventHubProducerClient,
  type PartitionProperties,
} from '@azure/event-hubs';
import { type HubInspector, type HubPartition, type HubReader } from './hub-reader';
import { type ReceivedEvent } from './received-event';
import { type Connection, EVENT_HUBS } from '../platform/azure/connections';
import { SluiceError } from '../platform/errors';
import { type HubGeneration, type SequenceNumber, toHubGeneration } from './positions';
import { perSource, type Source } from '../contracts/source';
import { createCredential } from '../platform/azure/credential';
import { receive } from './hub-receiver';
import { type Platform } from '../platform/platform';

/**
 * Short first retries, because a hub that moves between nodes is back within about a second. After about half a minute
 * the caller gets the error.
 */
const OPTIONS: EventHubClientOptions = {
  retryOptions: { maxRetries: 5, retryDelayInMs: 300, maxRetryDelayInMs: 10_000, timeoutInMs: 20_000 },
};

/**
 * The consumer group in which landing and live windows read hubs directly. The triggers own their groups by owner
 * level.
 */
export const HEAL_CONSUMER_GROUP = 'heal';

/** Events for one partition, encoded as one AMQP message of the format 0x80013700. */
export interface EncodedBatch {
  readonly partitionId: string;
  readonly count: number;
  readonly byteLength: number;
  /** Returns the same bytes each time, for retries. */
  toBytes(): Buffer;
}

/** One Event Hub of the namespace: publishing, properties, and reading for heals and sweeps. */
export class EventHubClient {
  readonly #client: EventHubProducerClient;
  readonly #openConsumer: () => EventHubConsumerClient;
  readonly #source: Source;
  /** Created at the first read. */
  #consumer: EventHubConsumerClient | undefined;

  constructor(connection: Connection, source: Source) {
    this.#source = source;
    if (connection.kind === 'connectionString') {
      const { connectionString } = connection;
      this.#client = new EventHubProducerClient(connectionString, source, OPTIONS);
      this.#openConsumer = () =>
        new EventHubConsumerClient(HEAL_CONSUMER_GROUP, connectionString, source, OPTIONS);
    } else {
      const credential = createCredential(connection.clientId);
      this.#client = new EventHubProducerClient(connection.endpoint, source, credential, OPTIONS);
      this.#openConsumer = () =>
        new EventHubConsumerClient(HEAL_CONSUMER_GROUP, connection.endpoint, source, credential, OPTIONS);
    }
  }

  partitionIds(): Promise<readonly string[]> {
    return this.#guard('list the partitions of', () => this.#client.getPartitionIds());
  }

  /** Connects, and returns the maximum length of a message to this partition, in bytes. */
  async readMaxBytes(partitionId: string): Promise<number> {
    const { maxSizeInBytes } = await this.#guard('open', () => this.#client.createBatch({ partitionId }));
    return maxSizeInBytes;
  }

  /** Resolves when the hub has the batch. Retries transient faults. @throws SluiceError `hub_unavailable` */
  async send(batch: EncodedBatch): Promise<void> {
    await this.#guard('send to', () => this.#client.sendBatch(forSdk(batch)));
  }

  async readHubGeneration(): Promise<HubGeneration> {
    const { createdOn } = await this.#guard('read', () => this.#client.getEventHubProperties());
    return toHubGeneration(createdOn);
  }

  async readPartitions(): Promise<readonly HubPartition[]> {
    const ids = await this.partitionIds();
    return Promise.all(ids.map((id) => this.readPartition(Number(id))));
  }

  readPartition(partition: number): Promise<HubPartition> {
    return this.#guard(`read partition ${partition} of`, async () =>
      toHubPartition(await this.#client.getPartitionProperties(String(partition))),
    );
  }

  /** See {@link HubReader}. Reads in the consumer group {@link HEAL_CONSUMER_GROUP}. */
  async *receive(partition: number, from: SequenceNumber): AsyncGenerator<readonly ReceivedEvent[]> {
    this.#consumer ??= this.#openConsumer();
    try {
      yield* receive(this.#consumer, partition, from);
    } catch (cause) {
      throw this.#toFault(
        `receive partition ${partition} in consumer group '${HEAL_CONSUMER_GROUP}' of`,
        cause,
      );
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#client.close(), this.#consumer?.close()]);
  }

  async #guard<T>(action: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (cause) {
      throw this.#toFault(action, cause);
    }
  }

  #toFault(action: string, cause: unknown): SluiceError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SluiceError('hub_unavailable', `could not ${action} Event Hub '${this.#source}': ${reason}`, {
      kind: 'transient',
      cause,
      data: { hub: this.#source },
    });
  }
}

/**
 * The form in which the client uses a batch of its own. The last two members are internal to the SDK, whose version is
 * pinned.
 */
function forSdk(batch: EncodedBatch): EventDataBatch {
  const { count, byteLength, partitionId } = batch;
  const sendable = {
    count,
    sizeInBytes: byteLength,
    maxSizeInBytes: byteLength,
    partitionId,
    tryAdd: () => false,
    _messageSpanContexts: [],
    _generateMessage: () => batch.toBytes(),
  };
  return sendable;
}

function toHubPartition({
  partitionId,
  beginningSequenceNumber,
  lastEnqueuedSequenceNumber,
  lastEnqueuedOnUtc,
  isEmpty,
}: PartitionProperties): HubPartition {
  return {
    partition: Number(partitionId),
    beginSequenceNumber: isEmpty ? lastEnqueuedSequenceNumber + 1 : beginningSequenceNumber,
    lastSequenceNumber: lastEnqueuedSequenceNumber,
    ...(lastEnqueuedSequenceNumber >= 0 && { newestEnqueuedTime: lastEnqueuedOnUtc.toISOString() }),
  };
}

/** Returns all hubs in the form that landing and reconciliation use. */
export function createHubInspector(
  clients: Readonly<Record<Source, EventHubClient>>,
): HubInspector & HubReader {
  return {
    readHubGeneration: (source) => clients[source].readHubGeneration(),
    readPartitions: (source) => clients[source].readPartitions(),
    readPartition: (source, partition) => clients[source].readPartition(partition),
    receive: (source, partition, from) => clients[source].receive(partition, from),
  };
}

/** The Event Hubs of this process. */
export interface Hubs {
  readonly clients: Readonly<Record<Source, EventHubClient>>;
  /** All hubs in the form that readers use. */
  readonly hub: HubInspector & HubReader;
}

/** Opens the hubs. Each connects at its first use. @throws SluiceError `config_invalid` */
export function openHubs(platform: Platform): Hubs {
  const { eventHubs } = platform.settings({ eventHubs: EVENT_HUBS });
  const clients = perSource((source) => new EventHubClient(eventHubs, source));
  platform.onClose(() => Promise.all(Object.values(clients).map((client) => client.close())));
  return { clients, hub: createHubInspector(clients) };
}

import { EventHubProducerClient } from '@azure/event-hubs';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';

/** Of a slot's name. */
const EXTENSION = '.ndjson.gz';

/** Progress of one source. Counts start when the hub was created. */
export interface SourceProgress {
  readonly source: string;
  /** Events that the hub has received. */
  readonly received: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Events in the hub that are not in Bronze yet. */
  readonly lag: number;
  readonly slots: number;
}

interface PartitionState {
  readonly id: string;
  nextSlot: number;
  lastSequenceNumber: number;
  accepted: number;
  quarantined: number;
}

interface SourceState {
  readonly source: string;
  readonly hub: EventHubProducerClient;
  hubGeneration: string;
  partitions: PartitionState[];
}

export interface PipelineMonitorOptions {
  readonly sources: readonly string[];
  readonly eventHubsConnectionString: string;
  readonly lakeConnectionString: string;
  /** @default 'bronze' */
  readonly container?: string;
}

/**
 * Reads the progress of the pipeline from the hubs' properties and from the metadata of new slots. It does
 * not call the app, and reads the metadata of each slot once.
 */
export class PipelineMonitor {
  readonly #sources: readonly SourceState[];
  readonly #container: ContainerClient;

  constructor({
    sources,
    eventHubsConnectionString,
    lakeConnectionString,
    container = 'bronze',
  }: PipelineMonitorOptions) {
    this.#sources = sources.map((source) => ({
      source,
      hub: new EventHubProducerClient(eventHubsConnectionString, source, {
        retryOptions: { maxRetries: 2, retryDelayInMs: 200, timeoutInMs: 5000 },
      }),
      hubGeneration: '',
      partitions: [],
    }));
    this.#container =
      BlobServiceClient.fromConnectionString(lakeConnectionString).getContainerClient(container);
  }

  /** Returns the current progress of every source. */
  read(): Promise<readonly SourceProgress[]> {
    return Promise.all(this.#sources.map((source) => this.#readSource(source)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#sources.map(({ hub }) => hub.close()));
  }

  async #readSource(state: SourceState): Promise<SourceProgress> {
    const { createdOn, partitionIds } = await state.hub.getEventHubProperties();
    const hubGeneration = createdOn.toISOString().replace(/[-:.]/g, '');
    if (hubGeneration !== state.hubGeneration) {
      state.hubGeneration = hubGeneration;
      state.partitions = await Promise.all(partitionIds.map((id) => this.#readExisting(state, id)));
    }
    const received = await Promise.all(
      state.partitions.map(async (partition) => {
        const { lastEnqueuedSequenceNumber } = await state.hub.getPartitionProperties(partition.id);
        await this.#readNewSlots(state, partition);
        // Landing continues between the two reads, so the Bronze count may be ahead of the hub's.
        return Math.max(lastEnqueuedSequenceNumber, partition.lastSequenceNumber) + 1;
      }),
    );
    const sum = (value: (partition: PartitionState) => number): number =>
      state.partitions.reduce((total, partition) => total + value(partition), 0);
    const total = received.reduce((all, one) => all + one, 0);
    return {
      source: state.source,
      received: total,
      accepted: sum(({ accepted }) => accepted),
      quarantined: sum(({ quarantined }) => quarantined),
      lag: total - sum(({ lastSequenceNumber }) => lastSequenceNumber + 1),
      slots: sum(({ nextSlot }) => nextSlot),
    };
  }

  async #readExisting(state: SourceState, id: string): Promise<PartitionState> {
    const partition: PartitionState = {
      id,
      nextSlot: 0,
      lastSequenceNumber: -1,
      accepted: 0,
      quarantined: 0,
    };
    const prefix = `${this.#folder(state, id)}/`;
    for await (const blob of this.#container.listBlobsFlat({ prefix, includeMetadata: true })) {
      // The listing has folders, too.
      if (blob.name.endsWith(EXTENSION)) take(partition, blob.metadata ?? {});
    }
    return partition;
  }

  async #readNewSlots(state: SourceState, partition: PartitionState): Promise<void> {
    for (;;) {
      const digits = String(partition.nextSlot).padStart(12, '0');
      const name = `${this.#folder(state, partition.id)}/${digits.slice(0, -3)}/${digits}${EXTENSION}`;
      try {
        take(partition, (await this.#container.getBlobClient(name).getProperties()).metadata ?? {});
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode === 404) return;
        throw error;
      }
    }
  }

  #folder({ source, hubGeneration }: SourceState, id: string): string {
    return `${source}/${hubGeneration}/p=${id.padStart(2, '0')}`;
  }
}

function take(partition: PartitionState, metadata: Readonly<Record<string, string>>): void {
  const values = new Map(
    Object.entries(metadata).map(([name, value]) => [name.toLowerCase(), Number(value)]),
  );
  partition.nextSlot += 1;
  partition.accepted += values.get('accepted') ?? 0;
  partition.quarantined += values.get('quarantined') ?? 0;
  partition.lastSequenceNumber = values.get('lastsequencenumber') ?? partition.lastSequenceNumber;
}

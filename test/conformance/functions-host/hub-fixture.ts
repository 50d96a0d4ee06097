import { join } from 'node:path';
import { EventHubProducerClient, type EventData } from '@azure/event-hubs';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type RunningEventHubs, startEventHubs } from '../../../local/event-hubs';
import {
  type HostBench,
  type HostUnderTest,
  type StartOptions,
  type TestApp,
  waitFor,
} from './host-under-test';

/** Log entries of the fixture `hub` about a batch. */
export interface Told {
  readonly texts: readonly unknown[];
  readonly isBinary: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly retry: {
    readonly retryCount: number;
    readonly maxRetryCount: number;
    readonly exception?: { message: string };
  } | null;
}

export type HubStartOptions = StartOptions & { app?: string | TestApp; eventHubs?: object };

export const HUB = 'events';
const FUNCTIONS = ['batches', 'retried', 'texts', 'single'];

const configurationOf = (partitionCount: number): object => ({
  UserConfig: {
    NamespaceConfig: [
      {
        Type: 'EventHub',
        Name: 'local',
        Entities: [
          {
            Name: HUB,
            PartitionCount: partitionCount,
            ConsumerGroups: ['retried', 'texts', 'single'].map((Name) => ({ Name })),
          },
        ],
      },
    ],
  },
});

/** A hub, a storage account, and hosts that run the fixture `hub` with them. */
export class HubFixture {
  producer: EventHubProducerClient;
  hubs: RunningEventHubs;

  private constructor(
    readonly bench: HostBench,
    hubs: RunningEventHubs,
    readonly scratch: string,
    readonly storage: string,
    readonly partitionCount: number,
  ) {
    this.hubs = hubs;
    this.producer = this.#connect();
    bench.onCleanup(() => this.hubs.close());
    bench.onCleanup(() => this.producer.close());
  }

  static async open(bench: HostBench, { partitionCount = 1 } = {}): Promise<HubFixture> {
    const scratch = await bench.temporaryDirectory();
    const storage = await bench.startStorage();
    const hubs = await startEventHubs({
      dataDirectory: join(scratch, 'hubs'),
      configuration: configurationOf(partitionCount),
    });
    return new HubFixture(bench, hubs, scratch, storage, partitionCount);
  }

  /** Container of checkpoints and ownership. */
  get container(): ContainerClient {
    return BlobServiceClient.fromConnectionString(this.storage).getContainerClient('azure-webjobs-eventhub');
  }

  /** Settings that enable only one function of the fixture. */
  settingsFor(name: string): Record<string, string> {
    const settings: Record<string, string> = {
      HUB: this.hubs.connectionString,
      AzureWebJobsStorage: this.storage,
      HUB_NAME: HUB,
      BATCHES_GROUP: '$Default',
    };
    for (const other of FUNCTIONS) if (other !== name) settings[`AzureWebJobs.${other}.Disabled`] = 'true';
    return settings;
  }

  start(
    name: string,
    { app = 'hub', eventHubs = {}, ...options }: HubStartOptions = {},
  ): Promise<HostUnderTest> {
    return this.bench.start(app, {
      settings: this.settingsFor(name),
      hostJson: { extensions: { eventHubs } },
      ...options,
    });
  }

  /** Stops the hub, runs `during`, and starts the hub again on the same port. */
  async restartHubs(during: () => Promise<unknown>): Promise<void> {
    const { port } = this.hubs;
    await this.hubs.close();
    await during();
    this.hubs = await startEventHubs({
      dataDirectory: join(this.scratch, 'hubs'),
      configuration: configurationOf(this.partitionCount),
      port,
    });
  }

  async reconnectProducer(during: () => Promise<unknown>): Promise<void> {
    await this.producer.close();
    await during();
    this.producer = this.#connect();
  }

  publish(...texts: readonly string[]): Promise<void> {
    return this.publishTo(undefined, ...texts);
  }

  publishTo(partitionId: string | undefined, ...texts: readonly string[]): Promise<void> {
    const events = texts.map((text): EventData => ({ body: Buffer.from(text) }));
    return this.producer.sendBatch(events, partitionId === undefined ? {} : { partitionId });
  }

  told(host: HostUnderTest, name: string): Told[] {
    return host.logged(name).map((line) => JSON.parse(line) as Told);
  }

  textsOf(host: HostUnderTest, name: string): unknown[] {
    return this.told(host, name).flatMap(({ texts }) => texts);
  }

  /** Path of a file with which events control the fixture. */
  marker(name: string): string {
    return join(this.scratch, name);
  }

  /** Metadata of the checkpoint or ownership blob; undefined if there is none. */
  async metadataOf(
    kind: 'checkpoint' | 'ownership',
    group: string,
    partitionId = '0',
  ): Promise<Record<string, string> | undefined> {
    // Uses a listing, because a client's getProperties omits empty metadata.
    const prefix = `127.0.0.1/${HUB}/${group}/${kind}/${partitionId}`;
    for await (const blob of this.container.listBlobsFlat({ prefix, includeMetadata: true })) {
      if (blob.name === prefix) return blob.metadata;
    }
    return undefined;
  }

  /** @returns -1 if there is no checkpoint */
  async checkpointed(group: string, partitionId = '0'): Promise<number> {
    return Number((await this.metadataOf('checkpoint', group, partitionId))?.['sequencenumber'] ?? -1);
  }

  untilCheckpointed(group: string, sequenceNumber: number, partitionId = '0'): Promise<boolean> {
    return waitFor(
      async () => (await this.checkpointed(group, partitionId)) === sequenceNumber,
      `the checkpoint ${sequenceNumber} of partition ${partitionId}`,
    );
  }

  #connect(): EventHubProducerClient {
    return new EventHubProducerClient(this.hubs.connectionString, HUB, {
      retryOptions: { retryDelayInMs: 50 },
    });
  }
}

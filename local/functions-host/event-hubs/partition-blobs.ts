import { type ContainerClient, RestError } from '@azure/storage-blob';

export interface ConsumerGroupName {
  readonly fullyQualifiedNamespace: string;
  readonly hub: string;
  readonly consumerGroup: string;
}

export interface PartitionBlob {
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModified: Date | undefined;
}

/**
 * The blobs of one kind: one empty blob for each partition, with its data in metadata. Names are lower case,
 * because names of hubs and groups ignore case. Source: BlobCheckpointStoreInternal of
 * Azure/azure-sdk-for-net.
 */
export class PartitionBlobs {
  readonly #container: ContainerClient;
  readonly #prefix: string;

  constructor(
    container: ContainerClient,
    { fullyQualifiedNamespace, hub, consumerGroup }: ConsumerGroupName,
    kind: 'checkpoint' | 'ownership',
  ) {
    this.#container = container;
    this.#prefix = `${[fullyQualifiedNamespace, hub, consumerGroup].join('/').toLowerCase()}/${kind}/`;
  }

  /** @returns undefined if the blob does not exist */
  async read(partitionId: string): Promise<PartitionBlob | undefined> {
    try {
      const blob = this.#container.getBlobClient(this.nameOf(partitionId));
      const { metadata = {}, lastModified } = await blob.getProperties();
      return { metadata, lastModified };
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async write(partitionId: string, metadata: Record<string, string>): Promise<void> {
    const blob = this.#container.getBlockBlobClient(this.nameOf(partitionId));
    try {
      await blob.setMetadata(metadata);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await blob.upload('', 0, { metadata });
    }
  }

  nameOf(partitionId: string): string {
    return `${this.#prefix}${partitionId}`;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof RestError && error.statusCode === 404;
}

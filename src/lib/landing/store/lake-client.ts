import { type ContainerClient } from '@azure/storage-blob';
import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import { fromObjectMetadata, fromSlotPath, type SlotMetadata, toObjectMetadata } from '../slot-metadata';
import { type HubGeneration, type PartitionId, partitionPath, type Slot } from '../../event-log/positions';
import { type CreateOutcome, type ListedObject, type SlotReader, type SlotStore } from '../ports';
import { type Connection, LAKE } from '../../platform/azure/connections';
import { SluiceError } from '../../platform/errors';
import { type Source } from '../../contracts/source';
import {
  createLakeContainer,
  isNotFound,
  type LakeOptions,
  listDirectories,
  listFileVersions,
  openFileSystem,
  toLakeFault,
} from '../../platform/azure/lake-file-system';
import { type Platform } from '../../platform/platform';
import { LANDING } from '../settings';

/** The protocol has its own retries and must look for the head first, so the client gives up early. */
const OPTIONS: LakeOptions = {
  retryOptions: { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2000, tryTimeoutInMs: 30_000 },
};

/** A slot of version 0.1: without the folder of a thousand slots. */
const EARLIER_SLOT = /\/p=\d{2,}\/\d{12}\.ndjson\.gz$/;

/**
 * Bronze in ADLS Gen2. A slot is written with one Put Blob on the Blob endpoint: one request and one atomic create.
 * Create, append and flush on the DFS endpoint are not atomic. All other requests use the DFS endpoint.
 */
export class LakeClient implements SlotStore, SlotReader {
  readonly #container: ContainerClient;
  readonly #fileSystem: DataLakeFileSystemClient;

  constructor(connection: Connection, container: string) {
    this.#container = createLakeContainer(connection, container, OPTIONS);
    this.#fileSystem = openFileSystem(connection, container, OPTIONS);
  }

  async create(path: string, body: Buffer, metadata: SlotMetadata): Promise<CreateOutcome> {
    try {
      await this.#container.getBlockBlobClient(path).upload(body, body.length, {
        conditions: { ifNoneMatch: '*' },
        metadata: toObjectMetadata(metadata),
        // No content encoding: readers recognize gzip by the name, and a client that decompresses by header would hide
        // the bytes.
        blobHTTPHeaders: { blobContentType: 'application/gzip' },
      });
      return { outcome: 'created' };
    } catch (cause) {
      return { outcome: 'uncertain', cause };
    }
  }

  async readMetadata(path: string): Promise<SlotMetadata | undefined> {
    try {
      const { metadata = {} } = await this.#fileSystem.getFileClient(path).getProperties();
      return fromObjectMetadata(path, metadata);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw unavailable(`read ${path}`, error);
    }
  }

  async firstSlot(partition: PartitionId): Promise<Slot | undefined> {
    for await (const { path } of this.listObjects(partition)) {
      const slot = fromSlotPath(path);
      if (slot !== undefined) return slot;
      if (EARLIER_SLOT.test(path)) throw earlierLayout(path);
    }
    return undefined;
  }

  async listHubGenerations(source: Source): Promise<readonly HubGeneration[]> {
    return (await this.#folders(source)) as HubGeneration[];
  }

  async listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]> {
    const folders = await this.#folders(`${source}/${hubGeneration}`);
    return folders
      .flatMap((folder) => /^p=(\d{2,})$/.exec(folder)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  async *listObjects(partition: PartitionId): AsyncIterable<ListedObject> {
    try {
      for await (const { name, version } of listFileVersions(this.#fileSystem, partitionPath(partition)))
        yield { path: name, version };
    } catch (error) {
      throw unavailable(`list ${partitionPath(partition)}`, error);
    }
  }

  async read(path: string): Promise<{ body: Buffer; metadata: SlotMetadata }> {
    try {
      const file = this.#fileSystem.getFileClient(path);
      const [body, { metadata = {} }] = await Promise.all([file.readToBuffer(), file.getProperties()]);
      return { body, metadata: fromObjectMetadata(path, metadata) };
    } catch (error) {
      throw unavailable(`read ${path}`, error);
    }
  }

  /** Sends one cheap request. @throws SluiceError `lake_unavailable` if the container cannot be read */
  async check(): Promise<void> {
    try {
      await this.#fileSystem.getProperties();
    } catch (error) {
      throw unavailable(`reach container '${this.#fileSystem.name}'`, error);
    }
  }

  async #folders(directory: string): Promise<string[]> {
    try {
      return await listDirectories(this.#fileSystem, directory);
    } catch (error) {
      throw unavailable(`list ${directory}`, error);
    }
  }
}

/** Beside such slots, landing would begin again with slot 0, and read the hub's events twice. */
function earlierLayout(path: string): SluiceError {
  const remedy = 'move all slots of version 0.1 into folders (docs/upgrade.md)';
  return new SluiceError('landing_invariant', `${path} is a slot without a folder: ${remedy}`, {
    kind: 'permanent',
    data: { path },
  });
}

function unavailable(action: string, cause: unknown): unknown {
  if (cause instanceof SluiceError) return cause;
  return toLakeFault(action, cause);
}

/** Opens the slots of Bronze. @throws SluiceError `config_invalid` */
export function openBronze(platform: Platform): LakeClient {
  const { lake, landing } = platform.settings({ lake: LAKE, landing: LANDING });
  return new LakeClient(lake, landing.bronzeContainer);
}

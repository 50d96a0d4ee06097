import { type ContainerClient } from '@azure/storage-blob';
import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import {
  fromObjectMetadata,
  fromSlotPath,
  slotPath,
  type SlotReader,
  type SlotStore,
} from '../../landing/store';
import { type HubGeneration, toSlot } from '../../event-log/positions';
import { type Connection } from '../../platform/azure/connections';
import { type SlotSummary } from '../index-position';
import { type QuarantineSlots } from '../ports';
import { type QuarantinePartition } from '../quarantine-record';
import { isSluiceError } from '../../platform/errors';
import { type Source } from '../../contracts/source';
import {
  createLakeContainer,
  isNotFound,
  openFileSystem,
  toLakeFault,
} from '../../platform/azure/lake-file-system';

/** Digits of a slot's number in its name. */
const EXTENSION = '.ndjson.gz';
/** Maximum number of slots in one listing. A page of the service has 5,000. */
const LARGEST_BLOCK = 1000;

type Folders = Pick<SlotReader, 'listHubGenerations' | 'listPartitions'> & Pick<SlotStore, 'firstSlot'>;

/** Reads slots with their metadata page by page, for the index of the quarantine. */
export class QuarantineSlotsClient implements QuarantineSlots {
  /** Lists blobs with metadata, which the DFS endpoint cannot do. */
  readonly #container: ContainerClient;
  readonly #fileSystem: DataLakeFileSystemClient;
  readonly #folders: Folders;

  /** @param folders of the same container */
  constructor(connection: Connection, container: string, folders: Folders) {
    this.#container = createLakeContainer(connection, container);
    this.#fileSystem = openFileSystem(connection, container);
    this.#folders = folders;
  }

  listHubGenerations(source: Source): Promise<readonly HubGeneration[]> {
    return this.#folders.listHubGenerations(source);
  }

  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]> {
    return this.#folders.listPartitions(source, hubGeneration);
  }

  first(partition: QuarantinePartition): Promise<number | undefined> {
    return this.#folders.firstSlot(partition);
  }

  path(partition: QuarantinePartition, slot: number): string {
    return slotPath(partition, toSlot(slot));
  }

  /**
   * Lists by prefix, because a listing cannot start after a name. The prefix leaves out the last digits of `from`.
   * There are as many of them as possible while fewer than ten listed slots are unneeded. The usual call finds none or
   * a few.
   */
  async list(partition: QuarantinePartition, from: number): Promise<readonly SlotSummary[]> {
    const slots = await this.#listBlock(partition, from);
    // The last slot of its block. The next one begins another block.
    return from % 10 === 9 ? [...slots, ...(await this.#listBlock(partition, from + 1))] : slots;
  }

  async #listBlock(partition: QuarantinePartition, from: number): Promise<readonly SlotSummary[]> {
    let digits = 1;
    while (10 ** (digits + 1) <= LARGEST_BLOCK && from % 10 ** (digits + 1) === 0) digits += 1;
    const prefix = slotPath(partition, toSlot(from)).slice(0, -(digits + EXTENSION.length));
    try {
      const slots: SlotSummary[] = [];
      for await (const { name, metadata } of this.#container.listBlobsFlat({
        prefix,
        includeMetadata: true,
      })) {
        const slot = fromSlotPath(name);
        if (slot !== undefined && slot >= from) slots.push(toSummary(name, slot, metadata ?? {}));
      }
      return slots;
    } catch (error) {
      throw toLakeFault(`list ${prefix}`, error);
    }
  }

  async read(partition: QuarantinePartition, slot: number): Promise<Buffer | undefined> {
    const path = this.path(partition, slot);
    try {
      return await this.#fileSystem.getFileClient(path).readToBuffer();
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }
}

function toSummary(path: string, slot: number, metadata: Readonly<Record<string, string>>): SlotSummary {
  try {
    const { accepted, quarantined, lastSequenceNumber, lastEnqueuedTime } = fromObjectMetadata(
      path,
      metadata,
    );
    return { slot, accepted, quarantined, lastSequenceNumber, newestEnqueuedTime: lastEnqueuedTime };
  } catch (error) {
    if (!isSluiceError(error) || error.code !== 'landing_invariant') throw error;
    // Reconciliation reports it. The index continues after it.
    return { slot, accepted: 0, quarantined: 0, lastSequenceNumber: -1, newestEnqueuedTime: null };
  }
}

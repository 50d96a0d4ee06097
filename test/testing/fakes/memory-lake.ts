import {
  fromObjectMetadata,
  fromSlotPath,
  type SlotMetadata,
  toObjectMetadata,
} from '../../../src/lib/landing/slot-metadata';
import {
  type HubGeneration,
  type PartitionId,
  partitionPath,
  type Slot,
} from '../../../src/lib/event-log/positions';
import {
  type CreateOutcome,
  type ListedObject,
  type SlotReader,
  type SlotStore,
} from '../../../src/lib/landing/ports';
import { SluiceError } from '../../../src/lib/platform/errors';
import { type Source } from '../../../src/lib/contracts/source';

export interface LakeObject {
  readonly path: string;
  readonly body: Buffer;
  /** Names and texts, as the service keeps them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bronze in memory, with the rules of the lake and a count of requests. */
export class MemoryLake implements SlotStore, SlotReader {
  /** Current objects, by path. */
  readonly objects = new Map<string, LakeObject>();
  /** All objects that were created, in order. A downstream reader may have read each of them. */
  readonly history: LakeObject[] = [];
  /** Paths of the objects that were read, in order. */
  readonly reads: string[] = [];
  readonly requests = { create: 0, readMetadata: 0, firstSlot: 0 };

  create(path: string, body: Buffer, metadata: SlotMetadata): Promise<CreateOutcome> {
    this.requests.create += 1;
    if (this.objects.has(path)) {
      return Promise.resolve({ outcome: 'uncertain', cause: new Error(`409 BlobAlreadyExists ${path}`) });
    }
    this.put(path, body, toObjectMetadata(metadata));
    return Promise.resolve({ outcome: 'created' });
  }

  readMetadata(path: string): Promise<SlotMetadata | undefined> {
    this.requests.readMetadata += 1;
    const object = this.objects.get(path);
    return Promise.resolve().then(() => object && fromObjectMetadata(path, object.metadata));
  }

  firstSlot(partition: PartitionId): Promise<Slot | undefined> {
    this.requests.firstSlot += 1;
    const slots = this.#paths(`${partitionPath(partition)}/`).map(fromSlotPath);
    return Promise.resolve(slots.find((slot) => slot !== undefined));
  }

  listHubGenerations(source: Source): Promise<readonly HubGeneration[]> {
    return Promise.resolve(this.#folders(`${source}/`) as HubGeneration[]);
  }

  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]> {
    const folders = this.#folders(`${source}/${hubGeneration}/`);
    return Promise.resolve(folders.map((folder) => Number(folder.slice(2))).sort((a, b) => a - b));
  }

  async *listObjects(partition: PartitionId): AsyncIterable<ListedObject> {
    for (const path of this.#paths(`${partitionPath(partition)}/`)) {
      const version = String(this.history.findLastIndex((object) => object.path === path));
      yield await Promise.resolve({ path, version });
    }
  }

  read(path: string): Promise<{ body: Buffer; metadata: SlotMetadata }> {
    this.reads.push(path);
    const object = this.objects.get(path);
    if (object === undefined) {
      return Promise.reject(
        new SluiceError('lake_unavailable', `could not read ${path} in the lake: 404`, { kind: 'transient' }),
      );
    }
    return Promise.resolve().then(() => ({
      body: object.body,
      metadata: fromObjectMetadata(path, object.metadata),
    }));
  }

  /** Writes without checks, to simulate damage and broken stores. */
  put(path: string, body: Buffer, metadata: Readonly<Record<string, string>>): void {
    const object = { path, body, metadata };
    this.objects.set(path, object);
    this.history.push(object);
  }

  /** Deletes objects, as a wrong clean-up would. */
  remove(...paths: readonly string[]): void {
    for (const path of paths) this.objects.delete(path);
  }

  #paths(prefix: string): string[] {
    return [...this.objects.keys()].filter((path) => path.startsWith(prefix)).sort();
  }

  #folders(prefix: string): string[] {
    const names = this.#paths(prefix).map((path) => path.slice(prefix.length).split('/'));
    return [...new Set(names.filter((parts) => parts.length > 1).map(([folder]) => folder ?? ''))];
  }
}

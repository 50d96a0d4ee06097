import { type ContainerClient } from '@azure/storage-blob';
import { type Connection } from '../../config';
import { createLakeContainer, isNotFound, toLakeFault } from '../lake-container';

/** Files of one container, for reading. Every fault is a SluiceError `lake_unavailable`. */
export class TableBlobs {
  readonly #container: ContainerClient;

  constructor(connection: Connection, container: string) {
    this.#container = createLakeContainer(connection, container);
  }

  /** The whole file; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined> {
    return this.#download(path);
  }

  /** `count` bytes from `start` on; undefined where there is no file. */
  readRange(path: string, start: number, count: number): Promise<Buffer | undefined> {
    return this.#download(path, start, count);
  }

  /** Size in bytes; undefined where there is no file. */
  async size(path: string): Promise<number | undefined> {
    try {
      return (await this.#container.getBlobClient(path).getProperties()).contentLength ?? 0;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }

  /** Paths that begin with `prefix`, in order; none where there is no container yet. */
  async list(prefix: string): Promise<string[]> {
    const paths: string[] = [];
    try {
      for await (const { name } of this.#container.listBlobsFlat({ prefix })) paths.push(name);
    } catch (error) {
      if (isNotFound(error)) return [];
      throw toLakeFault(`read ${prefix}`, error);
    }
    return paths;
  }

  /** Names of the folders at the top, in order; none where there is no container yet. */
  async listFolders(): Promise<string[]> {
    const names: string[] = [];
    try {
      for await (const item of this.#container.listBlobsByHierarchy('/')) {
        if (item.kind === 'prefix') names.push(item.name.slice(0, -1));
      }
    } catch (error) {
      if (isNotFound(error)) return [];
      throw toLakeFault(`list ${this.#container.containerName}`, error);
    }
    return names.sort();
  }

  async #download(path: string, start = 0, count?: number): Promise<Buffer | undefined> {
    if (count === 0) return Buffer.alloc(0);
    try {
      return await this.#container.getBlobClient(path).downloadToBuffer(start, count);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }
}

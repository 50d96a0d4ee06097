import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import { type Connection } from '../../../platform/azure/connections';
import {
  isNotFound,
  listDirectories,
  listFiles,
  openFileSystem,
  toLakeFault,
} from '../../../platform/azure/lake-file-system';

/** Files of one container, for reading. Every fault is a SluiceError `lake_unavailable`. */
export class TableBlobs {
  readonly #fileSystem: DataLakeFileSystemClient;

  constructor(connection: Connection, container: string) {
    this.#fileSystem = openFileSystem(connection, container);
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
      return (await this.#fileSystem.getFileClient(path).getProperties()).contentLength ?? 0;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }

  /** Paths of the files below a directory, in order; none where there is no container yet. */
  async list(directory: string): Promise<string[]> {
    const paths: string[] = [];
    try {
      for await (const path of listFiles(this.#fileSystem, directory)) paths.push(path);
    } catch (error) {
      if (isNotFound(error)) return [];
      throw toLakeFault(`read ${directory}`, error);
    }
    return paths.sort();
  }

  /** Names of the folders at the top, in order; none where there is no container yet. */
  async listFolders(): Promise<string[]> {
    try {
      return await listDirectories(this.#fileSystem);
    } catch (error) {
      if (isNotFound(error)) return [];
      throw toLakeFault(`list ${this.#fileSystem.name}`, error);
    }
  }

  async #download(path: string, start = 0, count?: number): Promise<Buffer | undefined> {
    if (count === 0) return Buffer.alloc(0);
    try {
      return await this.#fileSystem.getFileClient(path).readToBuffer(start, count);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }
}

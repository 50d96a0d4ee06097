import { type DataLakeFileSystemClient } from '@azure/storage-file-datalake';
import { type Connection } from '../../../platform/azure/connections';
import {
  isNotFound,
  listDirectories,
  listFiles,
  openFileSystem,
  toLakeFault,
} from '../../../platform/azure/lake-file-system';

/** Reads files of one container. Every error is a SluiceError `lake_unavailable`. */
export class TableBlobs {
  readonly #fileSystem: DataLakeFileSystemClient;

  constructor(connection: Connection, container: string) {
    this.#fileSystem = openFileSystem(connection, container);
  }

  /** Reads a whole file; undefined if it does not exist. */
  read(path: string): Promise<Buffer | undefined> {
    return this.#download(path);
  }

  /** Reads `count` bytes from `start` on; undefined if the file does not exist. */
  readRange(path: string, start: number, count: number): Promise<Buffer | undefined> {
    return this.#download(path, start, count);
  }

  /** Size in bytes; undefined if the file does not exist. */
  async size(path: string): Promise<number | undefined> {
    try {
      return (await this.#fileSystem.getFileClient(path).getProperties()).contentLength ?? 0;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw toLakeFault(`read ${path}`, error);
    }
  }

  /** Lists the paths of the files in a directory, sorted; empty if the container does not exist yet. */
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

  /** Lists the top-level folders, sorted; empty if the container does not exist yet. */
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

import { join, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BlobServiceClient, type BlockBlobClient, type RestError } from '@azure/storage-blob';
import { LakehouseError } from '../lakehouse-error';

/** A file of the lake, as a listing tells it. */
export interface LakeFile {
  /** Below the container, without a leading slash. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

export interface LakeFilesOptions {
  /** Of the storage account, with the Blob endpoint. */
  readonly connectionString: string;
  /** The lake's data directory, which holds `<container>/<path>` as plain files. Read only. */
  readonly directory: string;
}

/** A file up to this size is one request; a larger one travels in blocks, two at a time. */
const SINGLE_BYTES = 32 * 1024 * 1024;
const BLOCK_BYTES = 8 * 1024 * 1024;

/**
 * The lake as the local job sees it: writes go over HTTP to the Blob endpoint, and readers such as DuckDB may open
 * the plain files where they stand. A fault of the lake is thrown as the client's `RestError`, after three tries.
 */
export class LakeFiles {
  readonly #service: BlobServiceClient;
  readonly #directory: string;

  constructor({ connectionString, directory }: LakeFilesOptions) {
    this.#service = BlobServiceClient.fromConnectionString(connectionString, {
      retryOptions: { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 },
    });
    this.#directory = resolve(directory);
  }

  /** The whole file, or undefined where there is none. */
  async read(container: string, path: string): Promise<Buffer | undefined> {
    try {
      const { readableStreamBody } = await this.#blob(container, path).download();
      return readableStreamBody === undefined ? Buffer.alloc(0) : await buffer(readableStreamBody);
    } catch (error) {
      if ((error as Partial<RestError>).statusCode === 404) return undefined;
      throw error;
    }
  }

  async exists(container: string, path: string): Promise<boolean> {
    return this.#blob(container, path).exists();
  }

  /**
   * Creates a file that must not be there yet, in one atomic request (`If-None-Match: *`).
   *
   * After a lost reply the client asks again by itself and then meets its own file: `exists` can mean "by us", so a
   * caller to whom that matters writes something of its own into the file and looks for it.
   */
  async createNew(container: string, path: string, body: Buffer): Promise<'created' | 'exists'> {
    try {
      await this.#blob(container, path).upload(body, body.length, { conditions: { ifNoneMatch: '*' } });
      return 'created';
    } catch (error) {
      const { statusCode } = error as Partial<RestError>;
      if (statusCode === 409 || statusCode === 412) return 'exists';
      throw error;
    }
  }

  /** Creates or replaces a file. */
  async put(container: string, path: string, body: Buffer): Promise<void> {
    await this.#blob(container, path).upload(body, body.length);
  }

  /** Creates or replaces a file with a local one of any size, which streams from disk. */
  async putFile(container: string, path: string, localFile: string): Promise<void> {
    await this.#blob(container, path).uploadFile(localFile, {
      maxSingleShotSize: SINGLE_BYTES,
      blockSize: BLOCK_BYTES,
      concurrency: 2,
    });
  }

  /** Deletes a file; one that is gone already is no error. */
  async delete(container: string, path: string): Promise<void> {
    await this.#blob(container, path).deleteIfExists();
  }

  /** The files whose path begins with `prefix`, in the order of their paths; directories are left out. */
  async *list(container: string, prefix: string): AsyncIterable<LakeFile> {
    const options = { prefix, includeMetadata: true };
    for await (const { name, properties, metadata } of this.#service
      .getContainerClient(container)
      .listBlobsFlat(options)) {
      if (metadata?.['hdi_isfolder'] === 'true') continue;
      yield { path: name, size: properties.contentLength ?? 0, lastModified: properties.lastModified };
    }
  }

  /** Where the plain file of a path stands, whether or not it exists. @throws LakehouseError `option_invalid` for a path that leaves the container */
  localPath(container: string, path: string): string {
    const root = join(this.#directory, container);
    const file = join(root, path);
    if (!file.startsWith(root + sep))
      throw new LakehouseError('option_invalid', `the path ${path} leaves container ${container}`);
    return file;
  }

  #blob(container: string, path: string): BlockBlobClient {
    return this.#service.getContainerClient(container).getBlockBlobClient(path);
  }
}

import { join, resolve, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { BlobServiceClient, type BlockBlobClient, type RestError } from '@azure/storage-blob';
import { LakehouseError } from '../lakehouse-error';

/** A file of the lake in a listing. */
export interface LakeFile {
  /** Below the container, without a leading slash. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: Date;
}

export interface LakeFilesOptions {
  /** Connection string of the storage account, with the Blob endpoint. */
  readonly connectionString: string;
  /** The lake's data directory, with `<container>/<path>` as plain files. Only read. */
  readonly directory: string;
}

/** A file up to this size is one request; a larger one is sent in blocks, two at a time. */
const SINGLE_BYTES = 32 * 1024 * 1024;
const BLOCK_BYTES = 8 * 1024 * 1024;

/**
 * The lake for the local job. Writes use HTTP to the Blob endpoint; readers such as DuckDB open the plain
 * files directly. Faults of the lake are thrown as the client's `RestError`, after three tries.
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

  /** Returns the whole file, or undefined if there is none. */
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
   * Creates a file that must not exist yet, in one atomic request (`If-None-Match: *`).
   *
   * After a lost reply the client repeats the request and finds its own file, so `exists` can mean "by us". A
   * caller that needs to distinguish writes its own mark into the file and looks for it.
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

  /** Creates or replaces a file with a local one of any size, streamed from disk. */
  async putFile(container: string, path: string, localFile: string): Promise<void> {
    await this.#blob(container, path).uploadFile(localFile, {
      maxSingleShotSize: SINGLE_BYTES,
      blockSize: BLOCK_BYTES,
      concurrency: 2,
    });
  }

  /** Deletes a file; a missing one is not an error. */
  async delete(container: string, path: string): Promise<void> {
    await this.#blob(container, path).deleteIfExists();
  }

  /** Returns the files whose path begins with `prefix`, in the order of their paths, without directories. */
  async *list(container: string, prefix: string): AsyncIterable<LakeFile> {
    const options = { prefix, includeMetadata: true };
    for await (const { name, properties, metadata } of this.#service
      .getContainerClient(container)
      .listBlobsFlat(options)) {
      if (metadata?.['hdi_isfolder'] === 'true') continue;
      yield { path: name, size: properties.contentLength ?? 0, lastModified: properties.lastModified };
    }
  }

  /**
   * The local path of a file, whether or not it exists. @throws LakehouseError `option_invalid` for a path
   * outside the container
   */
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

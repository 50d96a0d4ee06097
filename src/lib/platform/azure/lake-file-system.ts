import {
  BlobServiceClient,
  type ContainerClient,
  type RestError,
  type StoragePipelineOptions,
} from '@azure/storage-blob';
import { type DataLakeFileSystemClient, DataLakeServiceClient } from '@azure/storage-file-datalake';
import { type Connection } from './connections';
import { SluiceError } from '../errors';
import { createCredential } from './credential';

/** Options of both clients of the lake. */
export type LakeOptions = Pick<StoragePipelineOptions, 'retryOptions'>;

/** For callers without retries. */
export const RETRIES: LakeOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 300, maxRetryDelayInMs: 2000, tryTimeoutInMs: 30_000 },
};

/**
 * Opens a file system (container) of the lake with the connection of the settings. The client also accepts the Blob
 * endpoint of the account and derives the DFS endpoint from it.
 */
export function openFileSystem(
  connection: Connection,
  name: string,
  options: LakeOptions = RETRIES,
): DataLakeFileSystemClient {
  const service =
    connection.kind === 'connectionString'
      ? DataLakeServiceClient.fromConnectionString(connection.connectionString, options)
      : new DataLakeServiceClient(connection.endpoint, createCredential(connection.clientId), options);
  return service.getFileSystemClient(name);
}

/**
 * Lists the paths of files below a directory, folder by folder, and by name inside each. Returns none if the directory
 * does not exist.
 *
 * @throws the client's error, also if the file system does not exist
 */
export async function* listFiles(
  fileSystem: DataLakeFileSystemClient,
  directory: string,
): AsyncGenerator<string> {
  for await (const { name } of listFileVersions(fileSystem, directory)) yield name;
}

/**
 * The same with a version for each file, of ETag, length and time of the last change. It differs after every change.
 *
 * @throws as {@link listFiles}
 */
export async function* listFileVersions(
  fileSystem: DataLakeFileSystemClient,
  directory: string,
): AsyncGenerator<{ readonly name: string; readonly version: string }> {
  try {
    for await (const path of fileSystem.listPaths({ path: directory, recursive: true })) {
      const { name, isDirectory, etag, contentLength, lastModified } = path;
      if (name === undefined || isDirectory === true) continue;
      yield { name, version: [etag, contentLength, lastModified?.toISOString()].join(' ') };
    }
  } catch (error) {
    if (!isPathNotFound(error)) throw error;
  }
}

/**
 * Returns the names of the directories in a directory, in order. Returns none if the directory does not exist.
 *
 * @param directory @default the root
 * @throws as {@link listFiles}
 */
export async function listDirectories(
  fileSystem: DataLakeFileSystemClient,
  directory?: string,
): Promise<string[]> {
  const names: string[] = [];
  try {
    const paths = fileSystem.listPaths({
      recursive: false,
      ...(directory !== undefined && { path: directory }),
    });
    for await (const { name, isDirectory } of paths) {
      if (name !== undefined && isDirectory === true) names.push(name.slice(name.lastIndexOf('/') + 1));
    }
  } catch (error) {
    if (!isPathNotFound(error)) throw error;
  }
  return names.sort();
}

/** Whether a path or its file system does not exist. */
export function isNotFound(error: unknown): boolean {
  return (error as Partial<RestError>).statusCode === 404;
}

/** Whether a path does not exist in an existing file system. */
function isPathNotFound(error: unknown): boolean {
  const { statusCode, code } = error as Partial<RestError>;
  return statusCode === 404 && code === 'PathNotFound';
}

/** Returns a fault of the lake as `lake_unavailable`, with the failed action in the message. */
export function toLakeFault(action: string, cause: unknown): SluiceError {
  const { statusCode, code, message } = cause as Partial<RestError>;
  const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
  return new SluiceError('lake_unavailable', `could not ${action} in the lake: ${reason}`, {
    kind: 'transient',
    cause,
  });
}

/**
 * Opens a container of the lake on its Blob endpoint, for two operations that the DFS endpoint lacks. One creates a
 * whole file in one conditional request (Put Blob), the other lists files with their metadata. All other requests use
 * lake-file-system.ts.
 */
export function createLakeContainer(
  connection: Connection,
  container: string,
  options: LakeOptions = RETRIES,
): ContainerClient {
  const service =
    connection.kind === 'connectionString'
      ? BlobServiceClient.fromConnectionString(connection.connectionString, options)
      : new BlobServiceClient(connection.endpoint, createCredential(connection.clientId), options);
  return service.getContainerClient(container);
}

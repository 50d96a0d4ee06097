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

/** What both clients of the lake take. */
export type LakeOptions = Pick<StoragePipelineOptions, 'retryOptions'>;

/** For callers that do nothing but try again. */
export const RETRIES: LakeOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 300, maxRetryDelayInMs: 2000, tryTimeoutInMs: 30_000 },
};

/**
 * A file system (container) of the lake, reached as the settings say. The client takes the Blob endpoint of the account too,
 * and finds the DFS endpoint from it.
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
 * Paths of the files below a directory, folder by folder, in the order of their names within each; none where there is no
 * such directory.
 *
 * @throws whatever the client throws, also where there is no such file system
 */
export async function* listFiles(
  fileSystem: DataLakeFileSystemClient,
  directory: string,
): AsyncGenerator<string> {
  try {
    for await (const { name, isDirectory } of fileSystem.listPaths({ path: directory, recursive: true })) {
      if (name !== undefined && isDirectory !== true) yield name;
    }
  } catch (error) {
    if (!isPathNotFound(error)) throw error;
  }
}

/**
 * Names of the directories in a directory, in order; none where there is no such directory.
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

/** Whether a path or its file system is not there. */
export function isNotFound(error: unknown): boolean {
  return (error as Partial<RestError>).statusCode === 404;
}

/** Whether a path is not there, in a file system that is. */
function isPathNotFound(error: unknown): boolean {
  const { statusCode, code } = error as Partial<RestError>;
  return statusCode === 404 && code === 'PathNotFound';
}

/** A fault of the lake as `lake_unavailable`, whose message says what could not be done. */
export function toLakeFault(action: string, cause: unknown): SluiceError {
  const { statusCode, code, message } = cause as Partial<RestError>;
  const reason = [statusCode, code ?? message].filter((part) => part !== undefined).join(' ');
  return new SluiceError('lake_unavailable', `could not ${action} in the lake: ${reason}`, {
    kind: 'transient',
    cause,
  });
}

/**
 * A container of the lake on its Blob endpoint, for the two things that the DFS endpoint cannot do: create a whole file in one
 * conditional request (Put Blob), and list files with their metadata. Everything else goes through lake-file-system.ts.
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

import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type Connection } from '../connection';
import { createCredential } from './credential';
import { type LakeOptions, RETRIES } from './lake-file-system';

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

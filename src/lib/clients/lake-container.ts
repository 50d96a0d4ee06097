import {
  BlobServiceClient,
  type ContainerClient,
  type RestError,
  type StoragePipelineOptions,
} from '@azure/storage-blob';
import { type Connection } from '../config';
import { SluiceError } from '../shared/errors';
import { createCredential } from './credential';

/** For whoever has nothing better to do than to try again. */
const RETRIES: StoragePipelineOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 300, maxRetryDelayInMs: 2000, tryTimeoutInMs: 30_000 },
};

/** A container of the lake, reached as the settings say. */
export function createLakeContainer(
  connection: Connection,
  container: string,
  options: StoragePipelineOptions = RETRIES,
): ContainerClient {
  const service =
    connection.kind === 'connectionString'
      ? BlobServiceClient.fromConnectionString(connection.connectionString, options)
      : new BlobServiceClient(connection.endpoint, createCredential(connection.clientId), options);
  return service.getContainerClient(container);
}

export function isNotFound(error: unknown): boolean {
  return (error as Partial<RestError>).statusCode === 404;
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

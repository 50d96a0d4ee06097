import {
  BlobServiceClient,
  type ContainerClient,
  newPipeline,
  StorageRetryPolicyType,
} from '@azure/storage-blob';
import { StandInError } from '../../kit';
import { type Settings } from '../app/settings';

/** App setting of the host's own storage account. */
const STORAGE_SETTING = 'AzureWebJobsStorage';
/** Container in which the Event Hubs extension keeps checkpoints and ownership. */
const CONTAINER = 'azure-webjobs-eventhub';

/** Enough attempts for a local service to restart. */
const RETRY_OPTIONS = {
  retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  maxTries: 5,
  retryDelayInMs: 100,
  maxRetryDelayInMs: 2_000,
  tryTimeoutInMs: 10_000,
};

/**
 * Opens the container of checkpoints and ownership in the account of the app setting `AzureWebJobsStorage`.
 *
 * @param where name of the function for the error message
 * @throws StandInError `option_invalid` if the setting is missing or malformed, `unsupported` for identity
 */
export function openCheckpointContainer(settings: Settings, where: string): ContainerClient {
  const connectionString = settings[STORAGE_SETTING];
  if (connectionString === undefined || connectionString === '') {
    if (Object.keys(settings).some((name) => name.startsWith(`${STORAGE_SETTING}__`))) {
      throw new StandInError(
        'unsupported',
        `${where}: "${STORAGE_SETTING}" connects by identity, which needs TLS; use a connection string`,
      );
    }
    throw new StandInError(
      'option_invalid',
      `${where}: checkpoints need the app setting "${STORAGE_SETTING}", a storage connection string`,
    );
  }
  try {
    // Only the constructor of the service accepts retry options; fromConnectionString parses the text.
    const { url, credential } = BlobServiceClient.fromConnectionString(connectionString);
    const pipeline = newPipeline(credential, { retryOptions: RETRY_OPTIONS });
    return new BlobServiceClient(url, pipeline).getContainerClient(CONTAINER);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StandInError(
      'option_invalid',
      `${where}: the app setting "${STORAGE_SETTING}" is not a storage connection string: ${reason}`,
      cause,
    );
  }
}

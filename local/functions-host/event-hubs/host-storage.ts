import {
  BlobServiceClient,
  type ContainerClient,
  newPipeline,
  StorageRetryPolicyType,
} from '@azure/storage-blob';
import { StandInError } from '../../kit';
import { type Settings } from '../app/settings';

/** The app setting that names the storage account of the host itself. */
const STORAGE_SETTING = 'AzureWebJobsStorage';
/** Where the Event Hubs extension keeps checkpoints and ownership. */
const CONTAINER = 'azure-webjobs-eventhub';

/** A service that restarts on this machine is back within these tries. */
const RETRY_OPTIONS = {
  retryPolicyType: StorageRetryPolicyType.EXPONENTIAL,
  maxTries: 5,
  retryDelayInMs: 100,
  maxRetryDelayInMs: 2_000,
  tryTimeoutInMs: 10_000,
};

/**
 * The container of checkpoints and ownership, in the account that the app setting `AzureWebJobsStorage` names.
 *
 * @param where names the function for the error
 * @throws StandInError `option_invalid` when the setting is missing or malformed, `unsupported` for identity
 */
export function openCheckpointContainer(settings: Settings, where: string): ContainerClient {
  const connectionString = settings[STORAGE_SETTING];
  if (connectionString === undefined || connectionString === '') {
    if (Object.keys(settings).some((name) => name.startsWith(`${STORAGE_SETTING}__`))) {
      throw new StandInError(
        'unsupported',
        `${where}: "${STORAGE_SETTING}" connects by identity, which needs TLS; give a connection string`,
      );
    }
    throw new StandInError(
      'option_invalid',
      `${where}: checkpoints need the app setting "${STORAGE_SETTING}", a storage connection string`,
    );
  }
  try {
    // Only the service's constructor takes retries; fromConnectionString reads the text.
    const { url, credential } = BlobServiceClient.fromConnectionString(connectionString);
    const pipeline = newPipeline(credential, { retryOptions: RETRY_OPTIONS });
    return new BlobServiceClient(url, pipeline).getContainerClient(CONTAINER);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StandInError(
      'option_invalid',
      `${where}: the app setting "${STORAGE_SETTING}" is no storage connection string: ${reason}`,
      cause,
    );
  }
}

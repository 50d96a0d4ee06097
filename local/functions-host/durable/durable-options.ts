import { availableParallelism } from 'node:os';
import { StandInError } from '../../kit';
import { type JsonReader } from '../app/json-reader';

/** `extensions.durableTask`. Source: learn.microsoft.com, "Durable Functions: host.json settings". */
export interface DurableOptions {
  /** May contain `%SETTING%`. @default 'TestHubName', as in Core Tools */
  readonly hubName: string;
  /** @default 10 for each processor */
  readonly maxConcurrentActivityFunctions: number;
  /** @default 10 for each processor */
  readonly maxConcurrentOrchestratorFunctions: number;
}

const FUNCTIONS_A_PROCESSOR = 10;

/** @throws StandInError `option_invalid`, or `unsupported` for an unknown option that changes behaviour */
export function readDurableOptions(reader: JsonReader): DurableOptions {
  const hubName = reader.string('hubName') ?? 'TestHubName';
  const limit = (key: string): number =>
    reader.integer(key, { minimum: 1 }) ?? FUNCTIONS_A_PROCESSOR * availableParallelism();
  const maxConcurrentActivityFunctions = limit('maxConcurrentActivityFunctions');
  const maxConcurrentOrchestratorFunctions = limit('maxConcurrentOrchestratorFunctions');
  requireDefault(reader, 'overridableExistingInstanceStates', 'NonRunningStates');

  const storage = reader.child('storageProvider');
  requireDefault(storage, 'type', 'AzureStorage');
  // Storage options; this host stores in the data directory.
  storage.skip('connectionName', 'connectionStringName', 'trackingStoreConnectionName', 'partitionCount');
  storage.skip('controlQueueBatchSize', 'controlQueueBufferThreshold', 'controlQueueVisibilityTimeout');
  storage.skip('workItemQueueVisibilityTimeout', 'maxQueuePollingInterval', 'trackingStoreNamePrefix');
  storage.skip(
    'fetchLargeMessagesAutomatically',
    'useLegacyPartitionManagement',
    'useTablePartitionManagement',
  );
  storage.finish();

  // Options about tracing, several hosts, .NET, or entities, which are refused at their registration.
  reader.skip('tracing', 'httpSettings', 'useAppLease', 'appLeaseOptions', 'useGracefulShutdown');
  reader.skip('extendedSessionsEnabled', 'extendedSessionIdleTimeoutInSeconds');
  reader.skip('maxConcurrentEntityFunctions', 'maxEntityOperationBatchSize');
  reader.skip('entityMessageReorderWindowInMinutes', 'rollbackEntityOperationsOnExceptions');
  reader.skip('storeInputsInOrchestrationHistory', 'maxGrpcMessageSizeInBytes', 'grpcHttpClientTimeout');
  reader.finish();
  return { hubName, maxConcurrentActivityFunctions, maxConcurrentOrchestratorFunctions };
}

function requireDefault(reader: JsonReader, key: string, value: string): void {
  const given = reader.string(key) ?? value;
  if (given.toLowerCase() === value.toLowerCase()) return;
  throw new StandInError(
    'unsupported',
    `${reader.pathOf(key)} "${given}" is not supported by the local functions host; use "${value}"`,
  );
}

/** Name of a task hub: 3 to 45 letters and digits, starting with a letter. */
export function requireHubName(name: string): string {
  if (/^[a-z][a-z0-9]{2,44}$/i.test(name)) return name;
  throw new StandInError(
    'option_invalid',
    `host.json.extensions.durableTask.hubName must be 3 to 45 letters and digits, starting with a letter, not "${name}"`,
  );
}

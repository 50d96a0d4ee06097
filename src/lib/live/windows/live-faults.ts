import { SluiceError } from '../../platform/errors';
import { type PartitionId, partitionPath } from '../../event-log/positions';

export function unordered(partition: PartitionId, slot: number): SluiceError {
  return new SluiceError(
    'live_invariant',
    `${partitionPath(partition)}: slot ${slot} has no event after the position of the live windows, but it should; rebuild the live windows`,
    { kind: 'permanent', data: { ...partition, slot } },
  );
}

export function tooLarge({ source, partition }: PartitionId): SluiceError {
  return new SluiceError(
    'live_invariant',
    `partition ${partition} of hub '${source}': the state of one minute does not fit into a row; lower LIVE_MAX_GROUPS`,
    { kind: 'permanent', data: { source, partition } },
  );
}

export function conflict({ source, partition }: PartitionId, attempts: number, cause: unknown): SluiceError {
  return new SluiceError(
    'live_conflict',
    `partition ${partition} of hub '${source}': windows could not be written in ${attempts} attempts; the timer continues from Bronze`,
    { kind: 'transient', cause, data: { source, partition } },
  );
}

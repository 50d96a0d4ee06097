import { SluiceError } from '../../platform/errors';
import { type HubGeneration, type PartitionId } from '../../event-log/positions';
import { type Source } from '../../contracts/source';

export function strayEvent(source: Source, partition: number, hubGeneration: HubGeneration): SluiceError {
  return new SluiceError(
    'live_invariant',
    `partition ${partition} of hub '${source}': an event has an old sequence number but the newest enqueued time, and the hub generation is still ${hubGeneration}`,
    { kind: 'permanent', data: { source, partition, hubGeneration } },
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
    `partition ${partition} of hub '${source}': windows could not be written in ${attempts} attempts; the batch stays in the hub and is retried`,
    { kind: 'transient', cause, data: { source, partition } },
  );
}

export function unfinished(source: Source, partition: number): SluiceError {
  return new SluiceError(
    'live_unfinished',
    `partition ${partition} of hub '${source}': not all events that the trigger skipped could be read from the hub in time; the next attempt continues there`,
    { kind: 'transient', data: { source, partition } },
  );
}

import { SluiceError } from '../../platform/errors';
import { type HubGeneration, type PartitionId } from '../../event-log/positions';
import { type Source } from '../../contracts/source';

export function strayEvent(source: Source, partition: number, hubGeneration: HubGeneration): SluiceError {
  return new SluiceError(
    'live_invariant',
    `partition ${partition} of hub '${source}': an event is old by its sequence number but was enqueued later than everything folded, and the hub is still ${hubGeneration}`,
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
    `partition ${partition} of hub '${source}': windows could not be written in ${attempts} tries; the batch stays in the hub and is tried again`,
    { kind: 'transient', cause, data: { source, partition } },
  );
}

export function unfinished(source: Source, partition: number): SluiceError {
  return new SluiceError(
    'live_unfinished',
    `partition ${partition} of hub '${source}': events that the trigger skipped are still being read from the hub; the next try goes on there`,
    { kind: 'transient', data: { source, partition } },
  );
}

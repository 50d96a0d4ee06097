import { type PartitionId } from '../event-log/positions';
import { type HubPartition } from '../event-log/hub-reader';
import { SluiceError } from '../platform/errors';
import { readBronzeEnd } from './bronze-end';
import { type AdvanceCheckpointsOptions } from './options';
import { type CheckpointPlace, type CheckpointPosition } from './ports';

/** A checkpoint that is to be moved. */
export interface Step {
  readonly place: CheckpointPlace;
  readonly to: CheckpointPosition;
  readonly etag: string | undefined;
}

/** What is to be done with one checkpoint as things are now; undefined for nothing. */
export async function planStep(
  { hub, slots, state, trigger }: AdvanceCheckpointsOptions,
  place: CheckpointPlace,
  say: (line: string) => void,
): Promise<Step | undefined> {
  const { partition } = place;
  const where = `Partition ${partition}`;
  const [hubGeneration, partitions] = await Promise.all([
    hub.readHubGeneration(trigger.source),
    hub.readPartitions(trigger.source),
  ]);
  const checkpoint = await state.readCheckpoint(place);
  const to = await readBronzeEnd(slots, { source: trigger.source, hubGeneration, partition });
  if (to === undefined) {
    say(`${where}: nothing is in Bronze yet, so the checkpoint stays.`);
    return undefined;
  }
  checkHub({ source: trigger.source, hubGeneration, partition }, partitions, to);
  const from = checkpoint === undefined ? -1 : checkpoint.sequenceNumber;
  if (from === undefined) {
    throw new SluiceError(
      'checkpoint_unreadable',
      `the checkpoint of partition ${partition} has no sequence number, so it cannot be compared with Bronze: let the trigger write it once, or delete its blob to read from the beginning (what has landed is dropped)`,
      { kind: 'permanent', data: { ...place } },
    );
  }
  if (from >= to.sequenceNumber) {
    say(`${where}: the checkpoint is at ${from}, Bronze ends at ${to.sequenceNumber}: it stays.`);
    return undefined;
  }
  say(
    `${where}: the checkpoint is at ${checkpoint === undefined ? 'the beginning' : from}, Bronze ends at ${to.sequenceNumber}.`,
  );
  return { place, to, etag: checkpoint?.etag };
}

/** Bronze beyond the hub belongs to another hub, and its numbers say nothing about this one. */
function checkHub(
  { source, hubGeneration, partition }: PartitionId,
  partitions: readonly HubPartition[],
  to: CheckpointPosition,
): void {
  const last = partitions.find((one) => one.partition === partition)?.lastSequenceNumber ?? -1;
  if (to.sequenceNumber <= last) return;
  throw new SluiceError(
    'landing_invariant',
    `Bronze of ${source}, partition ${partition}, ends at ${to.sequenceNumber}, the hub ${hubGeneration} at ${last}: one of them is not what it was`,
    { kind: 'permanent', data: { source, partition } },
  );
}

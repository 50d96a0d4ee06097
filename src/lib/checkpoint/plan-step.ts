import { type PartitionId } from '../event-log/positions';
import { type HubPartition } from '../event-log/hub-reader';
import { SluiceError } from '../platform/errors';
import { readBronzeEnd } from './bronze-end';
import { type AdvanceCheckpointsOptions } from './options';
import { type CheckpointPlace, type CheckpointPosition } from './ports';

/** A checkpoint to move. */
export interface Step {
  readonly place: CheckpointPlace;
  readonly to: CheckpointPosition;
  readonly etag: string | undefined;
}

/** Plans the step of one checkpoint from its current state. Returns undefined if it needs no move. */
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
    say(`${where}: Bronze is empty, so the checkpoint is not moved.`);
    return undefined;
  }
  checkHub({ source: trigger.source, hubGeneration, partition }, partitions, to);
  const from = checkpoint === undefined ? -1 : checkpoint.sequenceNumber;
  if (from === undefined) {
    throw new SluiceError(
      'checkpoint_unreadable',
      `the checkpoint of partition ${partition} has no sequence number and cannot be compared with Bronze. Wait until the trigger writes it, or delete its blob. The trigger then reads from the beginning, and landing drops events that are in Bronze.`,
      { kind: 'permanent', data: { ...place } },
    );
  }
  if (from >= to.sequenceNumber) {
    say(`${where}: the checkpoint is at ${from}, and Bronze ends at ${to.sequenceNumber}: it is not moved.`);
    return undefined;
  }
  say(
    `${where}: the checkpoint is at ${checkpoint === undefined ? 'the beginning' : from}, and Bronze ends at ${to.sequenceNumber}.`,
  );
  return { place, to, etag: checkpoint?.etag };
}

/** If Bronze is ahead of the hub, it belongs to another hub, and its numbers are not valid for this one. */
function checkHub(
  { source, hubGeneration, partition }: PartitionId,
  partitions: readonly HubPartition[],
  to: CheckpointPosition,
): void {
  const last = partitions.find((one) => one.partition === partition)?.lastSequenceNumber ?? -1;
  if (to.sequenceNumber <= last) return;
  throw new SluiceError(
    'landing_invariant',
    `Bronze of ${source}, partition ${partition}, ends at ${to.sequenceNumber}, but the hub ${hubGeneration} at ${last}: one of them was replaced`,
    { kind: 'permanent', data: { source, partition } },
  );
}

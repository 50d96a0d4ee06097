import { type PartitionId, partitionPath, type Slot, toSlot } from '../event-log/positions';

const SLOT_PATH = /^[^/]+\/[^/]+\/p=\d{2,}\/(\d{12})\.ndjson\.gz$/;

/**
 * Name of a slot inside the `bronze` container: `iot/20261121T025044123Z/p=03/000000000042.ndjson.gz`.
 *
 * It depends on the slot number alone, never on what the slot holds: a conditional create protects a name, so any
 * other name would let two owners of a partition both succeed.
 */
export function slotPath(partition: PartitionId, slot: Slot): string {
  return `${partitionPath(partition)}/${String(slot).padStart(12, '0')}.ndjson.gz`;
}

/** The slot number in a name made by {@link slotPath}; `undefined` for any other name. */
export function fromSlotPath(path: string): Slot | undefined {
  const digits = SLOT_PATH.exec(path)?.[1];
  return digits === undefined ? undefined : toSlot(Number(digits));
}

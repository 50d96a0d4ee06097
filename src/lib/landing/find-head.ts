import { type PartitionId, type Slot, toSlot } from '../event-log/positions';
import { type SlotMetadata, slotPath } from './slot-metadata';
import { type SlotStore } from './ports';

/** The newest slot of a partition, or the state before the first. */
export interface Head {
  /** -1 before the first slot. */
  readonly slot: number;
  readonly metadata: SlotMetadata | undefined;
}

export interface FindHeadOptions {
  readonly store: Pick<SlotStore, 'readMetadata' | 'firstSlot'>;
  readonly partition: PartitionId;
  /** A slot at or before the head. @default the first slot of the partition */
  readonly hint?: Slot | undefined;
}

/**
 * Finds the head. Slots have no holes, so the search doubles its step from the hint until a name is free, then
 * bisects. That takes about 2·log₂(distance) look-ups, or one if the hint is the head.
 *
 * A hint that names a free slot is ignored. An empty slot 0 alone does not mean an empty partition: its old slots may
 * have been removed. Landing into such a partition from slot 0 would land its events twice.
 */
export async function findHead({ store, partition, hint }: FindHeadOptions): Promise<Head> {
  const look = (slot: number): Promise<SlotMetadata | undefined> =>
    store.readMetadata(slotPath(partition, toSlot(slot)));

  let known: { slot: number; metadata: SlotMetadata } | undefined;
  for (const candidate of hint === undefined ? [0] : [hint, 0]) {
    const metadata = await look(candidate);
    if (metadata !== undefined) {
      known = { slot: candidate, metadata };
      break;
    }
  }
  if (known === undefined) {
    const first = await store.firstSlot(partition);
    if (first === undefined) return { slot: -1, metadata: undefined };
    const metadata = await look(first);
    if (metadata === undefined) return findHead({ store, partition });
    known = { slot: first, metadata };
  }

  let free: number | undefined;
  for (let step = 1; free === undefined; step *= 2) {
    const metadata = await look(known.slot + step);
    if (metadata === undefined) free = known.slot + step;
    else known = { slot: known.slot + step, metadata };
  }
  while (free - known.slot > 1) {
    const middle: number = known.slot + Math.floor((free - known.slot) / 2);
    const metadata = await look(middle);
    if (metadata === undefined) free = middle;
    else known = { slot: middle, metadata };
  }
  return known;
}

import { type PartitionId, type Slot } from '../../event-log/positions';
import { type LandedEvent } from '../../landing/slots';
import { type SlotMetadata } from '../../landing/store';

/** The slots of Bronze, as live windows read them. All methods throw SluiceError `lake_unavailable`. */
export interface BronzeSlots {
  /** Returns the events of a slot, ascending; undefined if the slot does not exist. */
  readEvents(partition: PartitionId, slot: Slot): Promise<readonly LandedEvent[] | undefined>;
  /** Returns the metadata of a slot; undefined if the slot does not exist. */
  readMetadata(partition: PartitionId, slot: Slot): Promise<SlotMetadata | undefined>;
}

/** A slot with its metadata. */
export interface FoundSlot {
  readonly slot: Slot;
  readonly metadata: SlotMetadata;
}

/**
 * Finds the first slot from `from` up to the head for which `matches` holds. If it holds for a slot, it must hold for all
 * later ones. Slots that retention deleted do not match. It takes about log₂(head − from) requests.
 *
 * @returns undefined if not even the head matches
 */
export async function findFirstSlot(
  slots: Pick<BronzeSlots, 'readMetadata'>,
  partition: PartitionId,
  range: { readonly from: number; readonly head: number },
  matches: (metadata: SlotMetadata) => boolean,
): Promise<FoundSlot | undefined> {
  let found: FoundSlot | undefined;
  for (let [low, high] = [range.from, range.head]; low <= high;) {
    // The head first, because it answers for most searches of an idle partition; then the middle.
    const slot = (found === undefined ? high : Math.floor((low + high) / 2)) as Slot;
    const metadata = await slots.readMetadata(partition, slot);
    if (metadata !== undefined && matches(metadata)) {
      found = { slot, metadata };
      high = slot - 1;
    } else {
      if (found === undefined) return undefined;
      low = slot + 1;
    }
  }
  return found;
}

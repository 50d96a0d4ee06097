import { type HubGeneration, type PartitionId, type Slot, toSlot } from '../../event-log/positions';
import { type Source } from '../../contracts/source';
import { findHead } from '../find-head';
import { type LandingStateStore, type SlotReader, type SlotStore } from '../ports';
import { type SlotMetadata } from '../slot-metadata';

/** A partition that has slots, with its newest slot. */
export interface PartitionHead {
  readonly partition: PartitionId;
  readonly slot: Slot;
  readonly metadata: SlotMetadata;
}

export interface ListHeadsOptions {
  readonly sources: readonly Source[];
  readonly store: Pick<SlotStore, 'readMetadata' | 'firstSlot'>;
  readonly reader: Pick<SlotReader, 'listHubGenerations' | 'listPartitions'>;
  readonly state: Pick<LandingStateStore, 'readHint'>;
  /** Returns a slot that exists, to start the search from. @default only the table's hint is used */
  readonly known?: (partition: PartitionId) => Slot | undefined;
}

/** How many partitions are searched at the same time. */
const PARALLEL = 16;

/**
 * Returns the head of every partition of every hub generation that has slots, ordered by source, generation and
 * partition.
 */
export async function listHeads({
  sources,
  store,
  reader,
  state,
  known = () => undefined,
}: ListHeadsOptions): Promise<readonly PartitionHead[]> {
  const partitions = (await Promise.all(sources.map((source) => listPartitions(source, reader)))).flat();
  const heads: PartitionHead[] = [];
  for (let index = 0; index < partitions.length; index += PARALLEL) {
    const found = await Promise.all(
      partitions.slice(index, index + PARALLEL).map(async (partition) => {
        const hints = [await state.readHint(partition), known(partition)].filter(
          (hint) => hint !== undefined,
        );
        const hint = hints.length === 0 ? undefined : toSlot(Math.max(...hints));
        const { slot, metadata } = await findHead({ store, partition, hint });
        return metadata === undefined ? undefined : { partition, slot: toSlot(slot), metadata };
      }),
    );
    heads.push(...found.filter((head) => head !== undefined));
  }
  return heads;
}

async function listPartitions(source: Source, reader: ListHeadsOptions['reader']): Promise<PartitionId[]> {
  const hubGenerations: readonly HubGeneration[] = [...(await reader.listHubGenerations(source))].sort();
  const lists = await Promise.all(
    hubGenerations.map(async (hubGeneration) =>
      (await reader.listPartitions(source, hubGeneration)).map((partition) => ({
        source,
        hubGeneration,
        partition,
      })),
    ),
  );
  return lists.flat();
}

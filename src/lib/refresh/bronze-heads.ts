import { type Source, SOURCES } from '../contracts/source';
import { type PartitionId, type Slot, toSlot } from '../event-log/positions';
import { type LandingStateStore, listHeads } from '../landing/heads';
import { type SlotReader, type SlotStore } from '../landing/store';
import { fromTraceparent, linkActiveSpan } from '../platform/telemetry/in-span';
import { type PlannedHead } from './plan';
import { type BronzeHeads } from './ports';

/**
 * Reads the heads of Bronze for a plan. Only here does `refresh` read data of `landing`. If a plan is traced,
 * its span has a link to the landing of each new head.
 */
export function createBronzeHeads(slots: SlotStore & SlotReader, state: LandingStateStore): BronzeHeads {
  return {
    async read(known) {
      const knownSlotOf = ({ source, hubGeneration, partition }: PartitionId): Slot | undefined => {
        const slot = known[source]?.find(
          (head) => head.hubGeneration === hubGeneration && head.partition === partition,
        )?.slot;
        return slot === undefined ? undefined : toSlot(slot);
      };
      const heads = await listHeads({
        sources: SOURCES,
        store: slots,
        reader: slots,
        state,
        known: knownSlotOf,
      });
      const planned: Partial<Record<Source, PlannedHead[]>> = {};
      for (const { partition, slot, metadata } of heads) {
        if (knownSlotOf(partition) !== slot) linkActiveSpan(fromTraceparent(metadata.traceparent));
        (planned[partition.source] ??= []).push({
          hubGeneration: partition.hubGeneration,
          partition: partition.partition,
          slot,
          lastSequenceNumber: metadata.lastSequenceNumber,
          lastEnqueuedTime: metadata.lastEnqueuedTime,
        });
      }
      return planned;
    },
  };
}

import { type ContractDescription } from '../contracts/contract';
import { readSlotEvents } from '../landing/slots';
import { slotPath, type SlotReader } from '../landing/store';
import { type BronzeSlots } from './windows/bronze-slots';

/** Reads the slots of the lake for live windows. */
export function createBronzeSlots(
  reader: Pick<SlotReader, 'read' | 'readMetadata'>,
  contractOf: (type: string, version: number) => ContractDescription | undefined,
): BronzeSlots {
  return {
    async readEvents(partition, slot) {
      const path = slotPath(partition, slot);
      try {
        const { body } = await reader.read(path);
        return await readSlotEvents(slot, body, contractOf);
      } catch (error) {
        // Retention may have deleted it.
        if ((await reader.readMetadata(path)) === undefined) return undefined;
        throw error;
      }
    },
    readMetadata: (partition, slot) => reader.readMetadata(slotPath(partition, slot)),
  };
}

import { type Source } from '../contracts/source';

declare const brand: unique symbol;

/** Position of an event in its partition: 0, 1, 2, … without holes, from the hub. */
export type SequenceNumber = number & { readonly [brand]: 'SequenceNumber' };

/** Number of a Bronze object in its partition: 0, 1, 2, … without holes, from the landing protocol. */
export type Slot = number & { readonly [brand]: 'Slot' };

/**
 * One generation of a hub: its creation time, as `20261121T025044123Z`. A hub that is deleted and created again counts
 * from 0 again.
 */
export type HubGeneration = string & { readonly [brand]: 'HubGeneration' };

export const toSequenceNumber = (value: number): SequenceNumber =>
  nonNegative(value, 'sequence number') as SequenceNumber;

export const toSlot = (value: number): Slot => nonNegative(value, 'slot') as Slot;

export function toHubGeneration(createdOn: Date): HubGeneration {
  return createdOn.toISOString().replace(/[-:.]/g, '') as HubGeneration;
}

function nonNegative(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`a ${what} must be a whole number from 0, not ${value}`);
  return value;
}

/** One partition of one hub generation. Slots, positions and windows belong to it. */
export interface PartitionId {
  readonly source: Source;
  readonly hubGeneration: HubGeneration;
  /** Partition id of the hub, `0` to `31` (up to `1023` on dedicated clusters). */
  readonly partition: number;
}

/** Returns the partition as a path, which is its folder in the `bronze` container: `iot/20261121T025044123Z/p=03`. */
export function partitionPath({ source, hubGeneration, partition }: PartitionId): string {
  return `${source}/${hubGeneration}/p=${String(partition).padStart(2, '0')}`;
}

/**
 * Returns the partition as a key of table rows: `iot|20261121T025044123Z|p=03`.
 *
 * Keys must not contain `/`, `\`, `#` or `?`
 * (https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model).
 */
export function partitionKeyOf(partition: PartitionId): string {
  return partitionPath(partition).replaceAll('/', '|');
}

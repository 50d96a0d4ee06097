declare const brand: unique symbol;

/** Position of an event in its partition: 0, 1, 2, … without holes, from the hub. */
export type SequenceNumber = number & { readonly [brand]: 'SequenceNumber' };

/** Number of a Bronze object in its partition: 0, 1, 2, … without holes, from the landing protocol. */
export type Slot = number & { readonly [brand]: 'Slot' };

/** One life of a hub: its creation time, as `20261121T025044123Z`. A hub that is made anew counts from 0 again. */
export type Incarnation = string & { readonly [brand]: 'Incarnation' };

export const toSequenceNumber = (value: number): SequenceNumber =>
  nonNegative(value, 'sequence number') as SequenceNumber;

export const toSlot = (value: number): Slot => nonNegative(value, 'slot') as Slot;

export function toIncarnation(createdOn: Date): Incarnation {
  return createdOn.toISOString().replace(/[-:.]/g, '') as Incarnation;
}

function nonNegative(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`a ${what} is a whole number from 0, not ${value}`);
  return value;
}

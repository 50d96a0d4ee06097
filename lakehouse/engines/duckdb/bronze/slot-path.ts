import { posix, sep } from 'node:path';

/** Where a slot is: a place in Bronze without its source. */
export interface SlotPlace {
  /** Generation of the hub, as its folder is called. */
  readonly hubGeneration: string;
  readonly partition: number;
  readonly slot: number;
}

const TAIL = /([^/]+)\/p=(\d+)\/(\d+)\.ndjson\.gz$/;

/** Reads the place from the path of a slot, here or in the lake. @throws Error for a path of another shape */
export function toSlotPlace(path: string): SlotPlace {
  const [, hubGeneration, partition, slot] = TAIL.exec(path.replaceAll(sep, posix.sep)) ?? [];
  if (hubGeneration === undefined) throw new Error(`${path} is no path of a slot`);
  return { hubGeneration, partition: Number(partition), slot: Number(slot) };
}

/** The last parts of a slot's path, which `toSlotPlace` reads. */
export function slotTail({ hubGeneration, partition, slot }: SlotPlace): string {
  return `${hubGeneration}/p=${String(partition).padStart(2, '0')}/${String(slot).padStart(12, '0')}.ndjson.gz`;
}

import { posix, sep } from 'node:path';

/** The place of a slot in Bronze, without its source. */
export interface SlotPlace {
  /** Hub generation, as in the folder's name. */
  readonly hubGeneration: string;
  readonly partition: number;
  readonly slot: number;
}

const TAIL = /([^/]+)\/p=(\d+)\/(\d+)\.ndjson\.gz$/;

/** Reads the place from a slot's path, local or in the lake. @throws Error for a path of another shape */
export function toSlotPlace(path: string): SlotPlace {
  const [, hubGeneration, partition, slot] = TAIL.exec(path.replaceAll(sep, posix.sep)) ?? [];
  if (hubGeneration === undefined) throw new Error(`${path} is not the path of a slot`);
  return { hubGeneration, partition: Number(partition), slot: Number(slot) };
}

/** The last parts of a slot's path; `toSlotPlace` reads them. */
export function slotTail({ hubGeneration, partition, slot }: SlotPlace): string {
  return `${hubGeneration}/p=${String(partition).padStart(2, '0')}/${String(slot).padStart(12, '0')}.ndjson.gz`;
}

import { basename, posix, sep } from 'node:path';
import { escapePattern, sqlText } from '../delta/sql-text';

const EXTENSION = '.ndjson.gz';

/** The place of a slot in Bronze, without its source. */
export interface SlotPlace {
  /** Hub generation, as in the folder's name. */
  readonly hubGeneration: string;
  readonly partition: number;
  readonly slot: number;
}

const TAIL = /([^/]+)\/p=(\d+)\/\d+\/(\d+)\.ndjson\.gz$/;

/** Digits of a partition, of a slot and of its folder in a path (docs: the landing protocol). */
const PARTITION_DIGITS = 2;
const SLOT_DIGITS = 12;
const FOLDER_DIGITS = 9;

/** Slots of a folder. */
export const SLOTS_PER_FOLDER = 10 ** (SLOT_DIGITS - FOLDER_DIGITS);

/** Reads the place from a slot's path, local or in the lake. @throws Error for a path of another shape */
export function toSlotPlace(path: string): SlotPlace {
  const [, hubGeneration, partition, slot] = TAIL.exec(path.replaceAll(sep, posix.sep)) ?? [];
  if (hubGeneration === undefined) throw new Error(`${path} is not the path of a slot`);
  return { hubGeneration, partition: Number(partition), slot: Number(slot) };
}

/** The folder of a partition's slots: `20261121T025044123Z/p=03`. */
export function partitionTail({ hubGeneration, partition }: Omit<SlotPlace, 'slot'>): string {
  return `${hubGeneration}/p=${String(partition).padStart(PARTITION_DIGITS, '0')}`;
}

/** The last parts of a slot's path; `toSlotPlace` reads them. */
export function slotTail(place: SlotPlace): string {
  const digits = String(place.slot).padStart(SLOT_DIGITS, '0');
  return `${partitionTail(place)}/${digits.slice(0, FOLDER_DIGITS)}/${digits}${EXTENSION}`;
}

/**
 * Names files for DuckDB's readers. A folder of which every slot is wanted becomes one pattern, so a long range is few
 * names.
 *
 * @param files slots, or copies of slots with some of their lines
 */
export function toPatterns(files: readonly string[]): string[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = file.slice(0, file.length - basename(file).length);
    const others = folders.get(folder);
    if (others === undefined) folders.set(folder, [file]);
    else others.push(file);
  }
  return [...folders].flatMap(([folder, own]) =>
    own.length === SLOTS_PER_FOLDER && isOfSlots(own)
      ? [`${escapePattern(folder)}*${EXTENSION}`]
      : own.map(escapePattern),
  );
}

/** The names of {@link toPatterns} as a list in SQL. */
export function sqlSlots(files: readonly string[]): string {
  return `[${toPatterns(files).map(sqlText).join(', ')}]`;
}

/** Whether files are slots in their own folder, which holds no others. A folder of copies can hold more. */
function isOfSlots(files: readonly string[]): boolean {
  return files.every((file) => TAIL.test(file.replaceAll(sep, posix.sep)));
}

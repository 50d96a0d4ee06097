import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { slotTail, type SlotPlace } from './slot-path';

/** A line of a slot as text, with the metadata at its beginning. */
export interface SlotLine {
  readonly text: string;
  /** Position in the partition; undefined if the line has none. */
  readonly sequenceNumber: number | undefined;
  /** The contract in the line's metadata. */
  readonly contract: string | undefined;
}

/** Landing writes `meta` first and `event` after it, see src/lib/landing/bronze-line.ts. */
const EVENT = ',"event":';
const SEQUENCE_NUMBER = /^\{"meta":\{[^{}]*?"sequenceNumber":(\d+)/;
const CONTRACT = /^\{"meta":\{[^{}]*?"contract":"([^"]*)"/;

const unzip = promisify(gunzip);

/** Returns every line of a slot. @param file path on this machine */
export async function readLines(file: string): Promise<SlotLine[]> {
  const text = (await unzip(await readFile(file))).toString('utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [toLine(line)]));
}

function toLine(text: string): SlotLine {
  const sequenceNumber = SEQUENCE_NUMBER.exec(text)?.[1];
  return {
    text,
    sequenceNumber: sequenceNumber === undefined ? undefined : Number(sequenceNumber),
    contract: CONTRACT.exec(text)?.[1],
  };
}

/** Writes lines as a slot on this machine. @returns its path */
export async function writeLines(
  directory: string,
  place: SlotPlace,
  lines: readonly SlotLine[],
): Promise<string> {
  const file = join(directory, slotTail(place));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, gzipSync(lines.map(({ text }) => `${text}\n`).join('')));
  return file;
}

/** The event of an accepted line, unchanged. */
export function eventText({ text }: SlotLine): string {
  const start = text.indexOf(`}${EVENT}`);
  return start < 0 ? text : text.slice(start + 1 + EVENT.length, -1);
}

const meta = z.object({
  version: z.int(),
  enqueuedTime: z.string(),
  landedAt: z.string(),
});

/**
 * The `meta` of an accepted line, even if its event is unreadable; undefined if `meta` is unreadable, too.
 */
export function lineMeta({ text }: SlotLine): z.infer<typeof meta> | undefined {
  const end = text.indexOf(`}${EVENT}`);
  if (end < 0) return undefined;
  try {
    return meta.parse((JSON.parse(`${text.slice(0, end + 1)}}`) as { meta?: unknown }).meta);
  } catch {
    // Not a fault here: the caller records the line without it.
    return undefined;
  }
}

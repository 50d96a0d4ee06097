import { toPartitionKey } from './record-id';
import { type QuarantinePartition } from './quarantine-record';

/** The lowest sequence number that was listed of each partition, by the partition's key. */
export type ListCursor = ReadonlyMap<string, number>;

const KEY = /^[a-z]+\|\d{8}T\d{9}Z\|p=\d{2,}$/;

/** As a text for a URL. Exact however the clocks of partitions differ, because each partition has a place of its own. */
export function toCursorText(cursor: ListCursor): string {
  const incarnations: Record<string, (readonly [number, number])[]> = {};
  for (const [key, sequenceNumber] of cursor) {
    const [hub = '', partition = ''] = key.split('|p=');
    (incarnations[hub] ??= []).push([Number(partition), sequenceNumber]);
  }
  return Buffer.from(JSON.stringify(incarnations)).toString('base64url');
}

/** `undefined` for a text that {@link toCursorText} did not write. */
export function fromCursorText(text: string): ListCursor | undefined {
  let hubs: unknown;
  try {
    hubs = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof hubs !== 'object' || hubs === null) return undefined;
  const cursor = new Map<string, number>();
  for (const [hub, places] of Object.entries(hubs as Readonly<Record<string, unknown>>)) {
    if (!Array.isArray(places)) return undefined;
    for (const place of places as unknown[]) {
      const [partition, sequenceNumber] = Array.isArray(place) ? (place as unknown[]) : [];
      const key = `${hub}|p=${String(partition).padStart(2, '0')}`;
      if (!KEY.test(key) || !Number.isSafeInteger(sequenceNumber)) return undefined;
      cursor.set(key, sequenceNumber as number);
    }
  }
  return cursor;
}

/** Where a partition's list goes on; `undefined`: at its newest record. */
export function placeIn(cursor: ListCursor, partition: QuarantinePartition): number | undefined {
  return cursor.get(toPartitionKey(partition));
}

import { type QuarantineCount, type QuarantineList } from './api';
import { type Source } from '../contracts/source';
import { type Tally } from './index-position';
import { type QuarantineStore, type RecordFilter } from './ports';
import { type IndexedPartition } from './quarantine-index';
import { type QuarantinePartition, type QuarantineRecord, toPartitionKey } from './quarantine-record';

/** A filter of records over all partitions. */
export interface ListFilter extends RecordFilter {
  readonly source?: Source | undefined;
}

export type QuarantineCounts = Pick<QuarantineList, 'counts' | 'total'>;

/** Rows of a partition that are read at once if all of them are needed. */
const WHOLE_PAGE = 1000;

/** Returns the partitions that can have matching records, according to the totals of the index. */
export function partitionsWith(
  partitions: readonly IndexedPartition[],
  filter: ListFilter,
): readonly IndexedPartition[] {
  return partitions.filter(
    ({ partition, position }) =>
      (filter.source === undefined || partition.source === filter.source) &&
      position.tallies.some((tally) => numberIn(tally, filter) > 0),
  );
}

/**
 * Returns matching records of all partitions, newest first by enqueued time.
 *
 * @param pageSize rows of a partition that are read at once
 */
export async function* newestFirst(
  partitions: readonly IndexedPartition[],
  {
    store,
    filter,
    after = new Map(),
    pageSize = WHOLE_PAGE,
  }: {
    readonly store: Pick<QuarantineStore, 'listRecords'>;
    readonly filter: ListFilter;
    readonly after?: ListCursor;
    readonly pageSize?: number;
  },
): AsyncGenerator<QuarantineRecord> {
  const lists = partitionsWith(partitions, filter).map(({ partition }) => ({
    partition,
    key: toPartitionKey(partition),
    below: placeIn(after, partition),
    rows: [] as QuarantineRecord[],
    ended: false,
  }));
  for (;;) {
    await Promise.all(
      lists.map(async (list) => {
        if (list.ended || list.rows.length > 0) return;
        const { partition, below } = list;
        const rows = await store.listRecords(partition, { ...filter, below, limit: pageSize });
        list.rows.push(...rows);
        list.below = rows.at(-1)?.sequenceNumber ?? below;
        list.ended = rows.length < pageSize;
      }),
    );
    const newest = lists.reduce<(typeof lists)[number] | undefined>((best, list) => {
      const [row, other] = [list.rows[0], best?.rows[0]];
      return row !== undefined && (other === undefined || row.enqueuedTime > other.enqueuedTime)
        ? list
        : best;
    }, undefined);
    const row = newest?.rows.shift();
    if (row === undefined) return;
    yield row;
  }
}

/**
 * Counts matching records. Without a time or an event the totals of the index are sufficient; with one of them the
 * records are counted.
 */
export async function countRecords(
  partitions: readonly IndexedPartition[],
  filter: ListFilter,
  store: Pick<QuarantineStore, 'listRecords'>,
): Promise<QuarantineCounts> {
  const counts = new Map<string, QuarantineCount>();
  let total = 0;
  const add = (
    { source }: QuarantinePartition,
    contract: string | null,
    code: string,
    more: number,
  ): void => {
    const key = JSON.stringify([source, contract, code]);
    const records = (counts.get(key)?.records ?? 0) + more;
    if (records > 0) counts.set(key, { source, contract, code, records });
  };
  if (filter.from === undefined && filter.to === undefined && filter.event === undefined) {
    for (const { partition, position } of partitionsWith(partitions, filter)) {
      for (const tally of position.tallies) {
        const records = numberIn(tally, filter);
        if (tally.code === (filter.code ?? null)) total += records;
        if (tally.code !== null) add(partition, tally.contract, tally.code, records);
      }
    }
  } else {
    for await (const record of newestFirst(partitions, { store, filter })) {
      total += 1;
      for (const code of filter.code === undefined ? record.codes : [filter.code]) {
        add(record, record.contract, code, 1);
      }
    }
  }
  const order = ({ source, contract, code }: QuarantineCount): string =>
    [source, contract ?? '', code].join(' ');
  return {
    total,
    counts: [...counts.values()].sort((a, b) => b.records - a.records || (order(a) < order(b) ? -1 : 1)),
  };
}

/** Returns how many records of a tally match a filter, ignoring its times and its event. Returns 0 if code or contract differ. */
function numberIn({ contract, code, records, replayed }: Tally, filter: ListFilter): number {
  if (filter.contract !== undefined && filter.contract !== contract) return 0;
  if (filter.code !== undefined && filter.code !== code) return 0;
  if (filter.state === 'all') return records;
  return filter.state === 'replayed' ? replayed : records - replayed;
}

/** The lowest sequence number that was listed for each partition, by the partition's key. */
export type ListCursor = ReadonlyMap<string, number>;

const KEY = /^[a-z]+\|\d{8}T\d{9}Z\|p=\d{2,}$/;

/**
 * Converts a cursor to text for a URL. It is exact even if the clocks of partitions differ, because it has a position
 * for each partition.
 */
export function toCursorText(cursor: ListCursor): string {
  const hubGenerations: Record<string, (readonly [number, number])[]> = {};
  for (const [key, sequenceNumber] of cursor) {
    const [hub = '', partition = ''] = key.split('|p=');
    (hubGenerations[hub] ??= []).push([Number(partition), sequenceNumber]);
  }
  return Buffer.from(JSON.stringify(hubGenerations)).toString('base64url');
}

/** Reads a cursor. Returns `undefined` for text that {@link toCursorText} did not write. */
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

/** Returns the position of a partition in a cursor. `undefined` means its newest record. */
export function placeIn(cursor: ListCursor, partition: QuarantinePartition): number | undefined {
  return cursor.get(toPartitionKey(partition));
}

/** Whether a record matches a filter. */
export function matches(record: QuarantineRecord, filter: RecordFilter): boolean {
  const { contract, code, event, from, to, state } = filter;
  return (
    (contract === undefined || record.contract === contract) &&
    (code === undefined || record.codes.includes(code)) &&
    (event === undefined || record.eventId?.startsWith(event) === true) &&
    (from === undefined || record.enqueuedTime >= from) &&
    (to === undefined || record.enqueuedTime < to) &&
    isInState(record.state, state)
  );
}

function isInState(state: QuarantineRecord['state'], wanted: RecordFilter['state']): boolean {
  return wanted === 'all' || (state === 'replayed') === (wanted === 'replayed');
}

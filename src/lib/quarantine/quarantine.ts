import { readContent, type RecordContent, type RecordSummary, toSummary } from './describe-record';
import { type ListCursor, toCursorText } from './list-cursor';
import { countRecords, type ListFilter, newestFirst, type QuarantineCounts } from './list-records';
import { type QuarantineSlots, type QuarantineStore } from './ports';
import { QuarantineIndex } from './quarantine-index';
import { createQuarantineTotals, type QuarantineTotalsReader } from './quarantine-totals';
import { type QuarantineRecord } from './quarantine-record';
import { fromRecordId, toPartitionKey } from './record-id';
import { type ReplayOptions, replayRecords, type ReplayReport } from './replay';
import { type ReplayRecord } from './replay-record';
import { type ReplayRequest } from './replay-request';

export interface QuarantineListing extends QuarantineCounts {
  readonly records: readonly RecordSummary[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
}

/** The stage, put together. Everything throws SluiceError of kind `transient` where lake or table are out of reach. */
export interface Quarantine extends QuarantineTotalsReader {
  /** Indexes what has landed since, as far as one call comes. Whether that is all. */
  advanceIndex(): Promise<boolean>;
  list(
    filter: ListFilter,
    page: { readonly limit: number; readonly after?: ListCursor },
  ): Promise<QuarantineListing>;
  /** `undefined` where there is no such record. */
  describe(
    id: string,
    options?: { readonly withBytes?: boolean },
  ): Promise<(RecordSummary & RecordContent & { readonly replays: readonly ReplayRecord[] }) | undefined>;
  /** Newest first. */
  listReplays(limit: number): Promise<readonly ReplayRecord[]>;
  replay(
    request: ReplayRequest,
    by: string | null,
  ): Promise<ReplayReport | { readonly unknown: readonly string[] }>;
  /** One cheap request to the table. */
  check(): Promise<void>;
}

export interface QuarantineOptions extends Omit<ReplayOptions, 'partitions' | 'by' | 'slots' | 'store'> {
  readonly slots: QuarantineSlots;
  readonly store: QuarantineStore & { check(): Promise<void> };
  /** Over the same slots and store. @default one of its own */
  readonly index?: QuarantineIndex;
}

export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store, slots, registry, clock } = options;
  const index = options.index ?? new QuarantineIndex({ store, slots, clock });
  const totals = createQuarantineTotals(index, store);
  return {
    advanceIndex: () => index.advance(),
    async list(filter, { limit, after = new Map() }) {
      const partitions = await index.catchUp();
      const found: QuarantineRecord[] = [];
      const pageSize = limit + 1;
      for await (const record of newestFirst(partitions, { store, filter, after, pageSize })) {
        found.push(record);
        if (found.length > limit) break;
      }
      const records = found.slice(0, limit);
      const next = new Map(after);
      for (const record of records) next.set(toPartitionKey(record), record.sequenceNumber);
      return {
        ...(await countRecords(partitions, filter, store)),
        records: records.map(toSummary),
        next: found.length > limit ? toCursorText(next) : null,
      };
    },
    async describe(id, { withBytes = false } = {}) {
      const place = fromRecordId(id);
      if (place === undefined) return undefined;
      let record = await store.readRecord(place);
      if (record === undefined) {
        await index.catchUp();
        record = await store.readRecord(place);
      }
      if (record === undefined) return undefined;
      const ids = [...new Set(record.value.tries.map(({ replay }) => replay))].reverse();
      const [content, replays] = await Promise.all([
        readContent(record.value, { slots, registry, withBytes }),
        Promise.all(ids.map((replay) => store.readReplay(replay))),
      ]);
      return {
        ...toSummary(record.value),
        ...content,
        replays: replays.filter((replay) => replay !== undefined),
      };
    },
    listReplays: (limit) => store.listReplays(limit),
    replay: (request, by) => replayRecords(request, { ...options, by, partitions: () => index.catchUp() }),
    totals: (age) => totals.totals(age),
    summary: (age) => totals.summary(age),
    check: () => store.check(),
  };
}

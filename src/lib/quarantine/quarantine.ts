import { type Source } from '../contracts/source';
import { type QuarantineDetails, type QuarantineList, type QuarantineSummary } from './api';
import { readContent, toSummary } from './describe-record';
import { type ListCursor, toCursorText } from './list-cursor';
import { countRecords, type ListFilter, newestFirst } from './list-records';
import { type QuarantineSlots, type QuarantineStore } from './ports';
import { QuarantineIndex } from './quarantine-index';
import { type QuarantineRecord } from './quarantine-record';
import { fromRecordId, toPartitionKey } from './record-id';
import { type ReplayOptions, replayRecords, type ReplayRun } from './replay';
import { type ReplayRecord, type ReplayRequest } from './replay-api';

/** What landed in one partition of one life of a hub, by the index. */
export interface PartitionTotals {
  readonly source: Source;
  readonly incarnation: string;
  readonly partition: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly slots: number;
  /** The head; -1 before the first slot. */
  readonly slot: number;
  /** -1 before the first event. */
  readonly lastSequenceNumber: number;
  readonly newestEnqueuedTime: string | null;
}

/** A page of records; `next` is a cursor. */
export type QuarantineListing = QuarantineList;

/** The stage, put together. Everything throws SluiceError of kind `transient` where lake or table are out of reach. */
export interface Quarantine {
  /** Indexes what has landed since, as far as one call comes. Whether that is all. */
  advanceIndex(): Promise<boolean>;
  list(
    filter: ListFilter,
    page: { readonly limit: number; readonly after?: ListCursor },
  ): Promise<QuarantineListing>;
  /** `undefined` where there is no such record. */
  describe(id: string, options?: { readonly withBytes?: boolean }): Promise<QuarantineDetails | undefined>;
  /** Newest first. */
  listReplays(limit: number): Promise<readonly ReplayRecord[]>;
  replay(
    request: ReplayRequest,
    by: string | null,
  ): Promise<ReplayRun | { readonly unknown: readonly string[] }>;
  /** @param options.maxAgeMilliseconds totals as old as this will do. @default 0 */
  totals(options?: { readonly maxAgeMilliseconds?: number }): Promise<readonly PartitionTotals[]>;
  /** See {@link Quarantine.totals}. */
  summary(options?: { readonly maxAgeMilliseconds?: number }): Promise<QuarantineSummary>;
  /** One cheap request to the table. */
  check(): Promise<void>;
}

export interface QuarantineOptions extends Omit<ReplayOptions, 'partitions' | 'by' | 'slots' | 'store'> {
  readonly slots: QuarantineSlots;
  readonly store: QuarantineStore & { check(): Promise<void> };
}

export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store, slots, registry, clock } = options;
  const index = new QuarantineIndex({ store, slots, clock });
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
    async totals(age) {
      return (await index.catchUp(age)).map(({ partition, position }) => {
        const {
          accepted,
          quarantined,
          slots: count,
          slot,
          lastSequenceNumber,
          newestEnqueuedTime,
        } = position;
        return {
          ...{ ...partition, accepted, quarantined, slots: count },
          ...{ slot, lastSequenceNumber, newestEnqueuedTime },
        };
      });
    },
    async summary(age) {
      const partitions = await index.catchUp(age);
      const [all, open] = await Promise.all(
        (['all', 'open'] as const).map((state) => countRecords(partitions, { state }, store)),
      );
      const bySourceAndCode = new Map<string, QuarantineSummary['bySourceAndCode'][number]>();
      for (const { source, code, records } of open?.counts ?? []) {
        const key = `${source} ${code}`;
        const before = bySourceAndCode.get(key)?.records ?? 0;
        bySourceAndCode.set(key, { source, code, records: before + records });
      }
      return {
        records: all?.total ?? 0,
        open: open?.total ?? 0,
        bySourceAndCode: [...bySourceAndCode.values()].sort((a, b) => b.records - a.records),
      };
    },
    check: () => store.check(),
  };
}

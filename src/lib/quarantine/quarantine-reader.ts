import { type ContractCatalog } from '../contracts/catalog';
import { readContent, toSummary } from './describe-record';
import { countRecords, type ListCursor, type ListFilter, newestFirst, toCursorText } from './list-records';
import { type QuarantineSlots, type QuarantineStore } from './ports';
import { type QuarantineIndex } from './quarantine-index';
import { fromRecordId, type QuarantineRecord, toPartitionKey } from './quarantine-record';
import { type QuarantineDetails, type QuarantineList } from './api';
import { type ReplayRecord } from './replay-api';

/** Reads quarantined records. Every call throws SluiceError of kind `transient` if lake or table are out of reach. */
export interface QuarantineReader {
  list(
    filter: ListFilter,
    page: { readonly limit: number; readonly after?: ListCursor },
  ): Promise<QuarantineList>;
  /** Returns `undefined` if the record does not exist. */
  describe(id: string, options?: { readonly withBytes?: boolean }): Promise<QuarantineDetails | undefined>;
  /** Returns the newest first. */
  listReplays(limit: number): Promise<readonly ReplayRecord[]>;
}

export interface QuarantineReaderOptions {
  readonly slots: QuarantineSlots;
  readonly store: QuarantineStore;
  /** The index over the same slots and store. */
  readonly index: Pick<QuarantineIndex, 'catchUp'>;
  readonly registry: Pick<ContractCatalog, 'find' | 'ofSource'>;
}

export function createQuarantineReader({
  slots,
  store,
  index,
  registry,
}: QuarantineReaderOptions): QuarantineReader {
  return {
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
  };
}

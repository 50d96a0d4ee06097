import { SluiceError } from '../platform/errors';
import { type Clock } from '../platform/clock';
import { newestFirst } from './list-records';
import { type QuarantineStore, type Versioned } from './ports';
import { type IndexedPartition } from './quarantine-index';
import { fromRecordId, type QuarantineRecord, type RecordPlace } from './quarantine-record';
import { type ReopenReport, type ReopenRequest } from './reopen-api';
import { type ReplayFilter } from './replay-api';
import { readAll, toListFilter } from './select-records';

export interface ReopenOptions {
  readonly store: Pick<QuarantineStore, 'listRecords' | 'readRecord' | 'changeRecord'>;
  /** Updates the index and returns its partitions. */
  readonly partitions: () => Promise<readonly IndexedPartition[]>;
  readonly clock: Clock;
  /** The steward, if the platform authenticated one. */
  readonly by: string | null;
}

/** Rows that are changed at the same time. */
const PARALLEL = 16;
/** Conflicts in a row with replays of one record before the call fails. */
const MAX_CONFLICTS = 50;

/**
 * Opens records for replays again: no attempt before this moment counts against the limit of a fix. The total of
 * attempts and the history of replays stay.
 *
 * @throws SluiceError of kind `transient`; a repeated call reopens the rest
 */
export async function reopenRecords(
  { filter }: ReopenRequest,
  options: ReopenOptions,
): Promise<ReopenReport | { readonly unknown: readonly string[] }> {
  const { store } = options;
  const found = await find(filter, options);
  if ('unknown' in found) return found;
  const report = { matched: 0, reopened: 0, unchanged: 0, replayed: 0 };
  for (let index = 0; index < found.length; index += PARALLEL) {
    const some = await readAll(found.slice(index, index + PARALLEL), store);
    const outcomes = await Promise.all(
      some.flatMap((record) => (record === undefined ? [] : [reopen(record, options)])),
    );
    for (const outcome of outcomes) report[outcome] += 1;
  }
  return { ...report, matched: report.reopened + report.unchanged };
}

async function find(
  filter: ReplayFilter,
  { store, partitions }: ReopenOptions,
): Promise<readonly RecordPlace[] | { readonly unknown: readonly string[] }> {
  const indexed = await partitions();
  if ('ids' in filter) {
    const records = await readAll(filter.ids.map(fromRecordId), store);
    const unknown = filter.ids.filter((_, index) => records[index] === undefined);
    if (unknown.length > 0) return { unknown };
    return records.flatMap((record) => (record === undefined ? [] : [record.value]));
  }
  const found: QuarantineRecord[] = [];
  for await (const record of newestFirst(indexed, { store, filter: toListFilter(filter) }))
    found.push(record);
  return found;
}

async function reopen(
  first: Versioned<QuarantineRecord>,
  { store, clock, by }: ReopenOptions,
): Promise<'reopened' | 'unchanged' | 'replayed'> {
  let record: Versioned<QuarantineRecord> | undefined = first;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    if (record === undefined) break;
    const { value, etag }: Versioned<QuarantineRecord> = record;
    if (value.state === 'replayed') return 'replayed';
    if (value.tried.length === 0) return 'unchanged';
    const reopenedAt = clock.now().toISOString();
    const changed = { ...value, tried: [], reopenedAt, reopenedBy: by };
    if ((await store.changeRecord({ value: changed, etag })).outcome === 'written') return 'reopened';
    record = await store.readRecord(value);
    // After a lost reply the client sends the request again, and the conflicting row is the one that it wrote.
    if (record?.value.reopenedAt === reopenedAt && record.value.tried.length === 0) return 'reopened';
  }
  throw new SluiceError(
    'quarantine_conflict',
    'replays changed the record each time; call again when they have ended',
    { kind: 'transient' },
  );
}

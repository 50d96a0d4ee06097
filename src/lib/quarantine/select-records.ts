import { type ListFilter, newestFirst } from './list-records';
import { type QuarantineStore, type Versioned } from './ports';
import { type IndexedPartition } from './quarantine-index';
import {
  attemptsWith,
  fromRecordId,
  type QuarantineRecord,
  type RecordPlace,
  toPartitionKey,
  withTry,
} from './quarantine-record';
import {
  type MatchingFilter,
  type ReplayOutcome,
  type ReplayReport,
  type ReplayRequest,
  type ReplayResult,
} from './replay-api';
import { SluiceError } from '../platform/errors';
import { afterReplay, MAX_CHANGED_RECORDS } from './index-position';

/** Why a record is not tried. */
export type Skipped = Extract<ReplayOutcome, 'already-replayed' | 'attempts-exhausted' | 'under-way'>;

export interface Selection {
  /** Records to try, in this order. */
  readonly chosen: readonly Versioned<QuarantineRecord>[];
  /** Named records that are not tried. */
  readonly skippedByName: readonly { readonly record: QuarantineRecord; readonly why: Skipped }[];
  readonly matched: number;
  /** How many matching records are skipped. */
  readonly skipped: number;
  /** How many of the skipped ones were tried too often with this fix. */
  readonly exhausted: number;
}

export interface SelectOptions {
  readonly store: Pick<QuarantineStore, 'listRecords' | 'readRecord'>;
  readonly partitions: () => Promise<readonly IndexedPartition[]>;
  /** Maximum number of attempts with one fix. */
  readonly maxAttempts: number;
  /** The key of the request's fix. */
  readonly fixKey: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A replay claims a record for as long as a function may run. After that its process is certainly dead. */
const CLAIM_MILLISECONDS = 5 * 60_000;
/** Rows that are read at the same time. */
const PARALLEL = 16;

/** Selects the records of a replay. Returns `unknown` ids if named records do not exist. */
export async function selectRecords(
  { filter, again, limit }: ReplayRequest,
  { store, partitions, maxAttempts, fixKey, now }: SelectOptions,
): Promise<Selection | { readonly unknown: readonly string[] }> {
  const whySkipped = (record: QuarantineRecord): Skipped | undefined => {
    if (record.state === 'replayed' && !again) return 'already-replayed';
    if (attemptsWith(record, fixKey) >= maxAttempts) return 'attempts-exhausted';
    return isUnderWay(record, now) && !again ? 'under-way' : undefined;
  };
  const indexed = await partitions();

  if ('ids' in filter) {
    const records = await readAll(filter.ids.map(fromRecordId), store);
    const unknown = filter.ids.filter((_, index) => records[index] === undefined);
    if (unknown.length > 0) return { unknown };
    const named = records.filter((record) => record !== undefined);
    const chosen = named.filter(({ value }) => whySkipped(value) === undefined);
    const skippedByName = named.flatMap(({ value: record }) => {
      const why = whySkipped(record);
      return why === undefined ? [] : [{ record, why }];
    });
    const exhausted = skippedByName.filter(({ why }) => why === 'attempts-exhausted').length;
    return { chosen, skippedByName, matched: named.length, skipped: skippedByName.length, exhausted };
  }

  let matched = 0;
  let exhausted = 0;
  const places: (RecordPlace & Pick<QuarantineRecord, 'enqueuedTime'> & { attempts: number })[] = [];
  for await (const record of newestFirst(indexed, { store, filter: toListFilter(filter) })) {
    matched += 1;
    const why = whySkipped(record);
    if (why === 'attempts-exhausted') exhausted += 1;
    if (why !== undefined) continue;
    const { source, hubGeneration, partition, sequenceNumber, enqueuedTime } = record;
    const attempts = attemptsWith(record, fixKey);
    places.push({ source, hubGeneration, partition, sequenceNumber, attempts, enqueuedTime });
  }
  // Oldest first keeps the order of a key. Records that this fix did not try come first, so repeated calls reach all.
  places.sort(
    (a, b) =>
      a.attempts - b.attempts ||
      (a.enqueuedTime < b.enqueuedTime ? -1 : a.enqueuedTime > b.enqueuedTime ? 1 : 0) ||
      a.sequenceNumber - b.sequenceNumber,
  );
  const records = await readAll(places.slice(0, limit), store);
  const chosen = records.filter(
    (record) => record !== undefined && whySkipped(record.value) === undefined,
  ) as Versioned<QuarantineRecord>[];
  return { chosen, skippedByName: [], matched, skipped: matched - places.length, exhausted };
}

/** Returns the open records of a filter that names none. */
export function toListFilter(filter: MatchingFilter): ListFilter {
  if ('all' in filter) return { state: 'open' };
  return { ...filter, state: 'open' };
}

function isUnderWay({ tries }: QuarantineRecord, now: number): boolean {
  const last = tries.at(-1);
  return last?.outcome === 'begun' && now - Date.parse(last.at) < CLAIM_MILLISECONDS;
}

/** Reads records by their places, in order. */
export async function readAll(
  places: readonly (RecordPlace | undefined)[],
  store: Pick<QuarantineStore, 'readRecord'>,
): Promise<readonly (Versioned<QuarantineRecord> | undefined)[]> {
  const records: (Versioned<QuarantineRecord> | undefined)[] = [];
  for (let index = 0; index < places.length; index += PARALLEL) {
    const reads = places
      .slice(index, index + PARALLEL)
      .map(async (place) => (place === undefined ? undefined : store.readRecord(place)));
    records.push(...(await Promise.all(reads)));
  }
  return records;
}

/** Counts the outcomes of a replay so far. */
export function countOf(
  results: readonly ReplayResult[],
  { matched, skipped, exhausted }: Selection,
): Omit<ReplayReport, 'replay' | 'dryRun' | 'results'> {
  const count = (...outcomes: readonly ReplayOutcome[]): number =>
    results.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [published, rejected, failed] = [
    count('published', 'would-publish'),
    count('rejected'),
    count('failed'),
  ];
  // Records that turned out to be skipped during the replay. The others are already counted.
  const late = results.filter(
    ({ outcome, after }) => outcome === 'gone' || (outcome === 'under-way' && after !== null),
  ).length;
  const allSkipped = skipped + late;
  return {
    matched,
    published,
    rejected,
    failed,
    skipped: allSkipped,
    exhausted,
    remaining: Math.max(0, matched - published - rejected - failed - allSkipped),
  };
}

/** Conflicts in a row with indexers and other replays before the call fails. */
const MAX_CONFLICTS = 50;

export interface MarkOptions {
  readonly store: Pick<QuarantineStore, 'readPosition' | 'readRecord' | 'writeIndex'>;
  readonly replay: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * Marks records whose event is in the hub again, and counts them in the totals of the index in the same transaction.
 */
export async function markReplayed(
  records: readonly Versioned<QuarantineRecord>[],
  options: MarkOptions,
): Promise<void> {
  const partitions = new Map<string, Versioned<QuarantineRecord>[]>();
  for (const record of records) {
    const key = toPartitionKey(record.value);
    const list = partitions.get(key);
    if (list === undefined) partitions.set(key, [record]);
    else list.push(record);
  }
  for (const list of partitions.values()) {
    for (let index = 0; index < list.length; index += MAX_CHANGED_RECORDS) {
      await markTogether(list.slice(index, index + MAX_CHANGED_RECORDS), options);
    }
  }
}

/** @param records of one partition */
async function markTogether(
  records: readonly Versioned<QuarantineRecord>[],
  { store, replay, at }: MarkOptions,
): Promise<void> {
  let open = records;
  for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
    const [first] = open;
    if (first === undefined) return;
    const partition = first.value;
    const before = await store.readPosition(partition);
    if (before === undefined) break;
    // A record that was replayed before is already counted.
    const position = open
      .filter(({ value }) => value.state !== 'replayed')
      .reduce((totals, { value }) => afterReplay(totals, value), before.value);
    const changed = open.map(({ value, etag }): Versioned<QuarantineRecord> => {
      const tries = withTry(value.tries, { replay, at, outcome: 'published' });
      return { value: { ...value, state: 'replayed', replayedAt: at, tries }, etag };
    });
    if ((await store.writeIndex({ partition, position, etag: before.etag, changed })) === 'written') return;
    const now = await Promise.all(open.map(({ value }) => store.readRecord(value)));
    // After a lost reply the records are already marked.
    open = now.filter((record) => record !== undefined && !isMarked(record.value, replay)) as typeof open;
  }
  throw new SluiceError(
    'quarantine_conflict',
    'events were published but could not be marked as replayed; their records remain `replaying`',
    { kind: 'transient', data: { replay } },
  );
}

function isMarked({ tries }: QuarantineRecord, replay: string): boolean {
  return tries.some((one) => one.replay === replay && one.outcome === 'published');
}

import { type Clock } from '../platform/clock';
import { type Source } from '../contracts/source';
import { countOf, markReplayed, selectRecords } from './select-records';
import { type PreparedReplay, prepareReplay, type PrepareOptions } from './prepare-replay';
import { type QuarantineSlots, type QuarantineStore, type ReplayHub, type Versioned } from './ports';
import { type IndexedPartition } from './quarantine-index';
import {
  type QuarantinedLine,
  type QuarantineRecord,
  type ReplayTry,
  toPartitionKey,
  toRecordId,
  withAttempt,
  withoutAttempt,
  withTry,
} from './quarantine-record';
import { readQuarantinedLines } from './read-lines';
import { type ReplayOutcome, type ReplayReport, type ReplayRequest, type ReplayResult } from './replay-api';
import { type FixKeys, toReplayId, toShownFix } from './replay-request';

/** The result of a replay or dry run. */
export interface ReplayRun extends ReplayReport {
  /** Why events failed, for the log. */
  readonly faults: readonly unknown[];
}

export interface ReplayOptions extends PrepareOptions {
  readonly slots: Pick<QuarantineSlots, 'read' | 'path'>;
  readonly store: QuarantineStore;
  /** Updates the index and returns its partitions. */
  readonly partitions: () => Promise<readonly IndexedPartition[]>;
  readonly hubs: Readonly<Record<Source, ReplayHub>>;
  readonly clock: Clock;
  /** Returns eight hexadecimal digits, different each time. */
  readonly suffix: () => string;
  /** Maximum number of attempts with one fix. */
  readonly maxAttempts: number;
  readonly fixKeys: FixKeys;
  /** The caller, if the platform authenticated one. */
  readonly by: string | null;
}

/** Records that are begun, published and marked together. */
const CHUNK = 50;
/** Maximum bytes of original events whose masked form is in the answer. */
const SHOWN_BYTES = 2 * 1024 * 1024;

interface Job {
  readonly record: Versioned<QuarantineRecord>;
  readonly prepared: PreparedReplay | undefined;
}

/**
 * Replays quarantined records: validates their bytes again, with a fix if there is one, and publishes them to the hub
 * of their contract.
 *
 * The order of the marks guarantees that every event is published at least once, and only once unless the process
 * dies. A try is stored before the event is published, and the record is marked afterwards. If the process dies in
 * between, the record remains `replaying` and can be replayed again. The event keeps its id, so Silver drops the
 * second one.
 *
 * @throws SluiceError of kind `transient`; published records remain marked or `replaying`
 */
export async function replayRecords(
  request: ReplayRequest,
  options: ReplayOptions,
): Promise<ReplayRun | { readonly unknown: readonly string[] }> {
  const { store, clock, maxAttempts, partitions, fixKeys } = options;
  const started = clock.now();
  const fixKey = fixKeys(request.fix);
  const now = started.getTime();
  const selection = await selectRecords(request, { store, partitions, maxAttempts, fixKey, now });
  if ('unknown' in selection) return selection;
  const replay = request.dryRun ? undefined : toReplayId(started, options.suffix());
  const writeAudit = async (results: readonly ReplayResult[], endedAt: string | null): Promise<void> => {
    if (replay === undefined) return;
    const { matched, published, rejected, skipped, failed } = countOf(results, selection);
    const fix = toShownFix(request.fix);
    const { by } = options;
    await store.writeReplay({
      replay,
      at: started.toISOString(),
      endedAt,
      by,
      filter: request.filter,
      fix,
      matched,
      published,
      rejected,
      skipped,
      failed,
    });
  };

  const results: ReplayResult[] = selection.skippedByName.map(({ record, why }) => ({
    id: toRecordId(record),
    outcome: why,
    before: record.rejections,
    after: null,
    event: null,
  }));
  const faults: unknown[] = [];
  await writeAudit(results, null);
  for (let index = 0, shownBytes = 0; index < selection.chosen.length; index += CHUNK) {
    const jobs = await prepareAll(selection.chosen.slice(index, index + CHUNK), request, options);
    const outcomes =
      replay === undefined
        ? jobs.map(toDryOutcome)
        : await runAll(jobs, { ...options, replay, fixKey, faults });
    jobs.forEach(({ record: { value: record }, prepared }, at) => {
      shownBytes += record.bytes;
      results.push({
        id: toRecordId(record),
        outcome: outcomes[at] ?? 'failed',
        before: record.rejections,
        after: prepared?.after ?? null,
        event: shownBytes <= SHOWN_BYTES ? (prepared?.event ?? null) : null,
      });
    });
    // If a hub does not accept events, no further attempts are used.
    if (outcomes.includes('failed')) break;
  }
  await writeAudit(results, clock.now().toISOString());
  return { replay: replay ?? null, dryRun: request.dryRun, ...countOf(results, selection), results, faults };
}

async function prepareAll(
  records: readonly Versioned<QuarantineRecord>[],
  { fix }: ReplayRequest,
  options: ReplayOptions,
): Promise<readonly Job[]> {
  const slots = new Map<string, Promise<readonly QuarantinedLine[]>>();
  return Promise.all(
    records.map(async (record) => {
      const { value } = record;
      const key = `${toPartitionKey(value)}|${value.slot}`;
      const reading = slots.get(key) ?? readQuarantinedLines(options.slots, value, value.slot);
      slots.set(key, reading);
      const line = (await reading).find(({ sequenceNumber }) => sequenceNumber === value.sequenceNumber);
      return { record, prepared: line && prepareReplay(value, line, fix, options) };
    }),
  );
}

function toDryOutcome({ prepared }: Job): ReplayOutcome {
  if (prepared === undefined) return 'gone';
  return prepared.outgoing === undefined ? 'rejected' : 'would-publish';
}

async function runAll(
  jobs: readonly Job[],
  {
    store,
    hubs,
    clock,
    replay,
    fixKey,
    faults,
  }: ReplayOptions & { readonly replay: string; readonly fixKey: string; readonly faults: unknown[] },
): Promise<readonly ReplayOutcome[]> {
  const now = (): string => clock.now().toISOString();
  const outcomes: ReplayOutcome[] = jobs.map(toDryOutcome);
  const begun = await Promise.all(
    jobs.map(async ({ record, prepared }, index) => {
      if (prepared === undefined) return undefined;
      const outcome = prepared.outgoing === undefined ? 'rejected' : 'begun';
      const counted = await countTry(record, { replay, at: now(), outcome }, { store, fixKey });
      if (counted === undefined) outcomes[index] = 'under-way';
      return counted;
    }),
  );
  const published: Versioned<QuarantineRecord>[] = [];
  const failed: Versioned<QuarantineRecord>[] = [];
  for (const source of new Set(jobs.flatMap(({ prepared }) => prepared?.outgoing?.source ?? []))) {
    const going = jobs.flatMap(({ prepared }, index) => {
      const record = begun[index];
      if (prepared?.outgoing?.source !== source || record === undefined) return [];
      return [{ index, record, event: prepared.outgoing.event }];
    });
    const events = going.map(({ event }) => event);
    const failures = new Map<number, unknown>();
    try {
      for (const { index, error } of (await hubs[source].publish(events)).failures)
        failures.set(index, error);
    } catch (error) {
      // The hub did not even return its partitions.
      for (const index of events.keys()) failures.set(index, error);
    }
    faults.push(...new Set(failures.values()));
    going.forEach(({ index, record }, position) => {
      const isPublished = !failures.has(position);
      outcomes[index] = isPublished ? 'published' : 'failed';
      (isPublished ? published : failed).push(record);
    });
  }
  await markReplayed(published, { store, replay, at: now() });
  await Promise.all(
    failed.map(({ value, etag }) => {
      const tries = withTry(value.tries, { replay, at: now(), outcome: 'failed' });
      // The hub failed, not the record: an outage must not use up the attempts of the right fix.
      const tried = withoutAttempt(value, fixKey);
      // If another replay changed the record in the meantime, its outcome is newer.
      return store.changeRecord({ value: { ...value, tries, tried }, etag });
    }),
  );
  return outcomes;
}

/** Counts a try before the replay does anything. Returns `undefined` if another replay came first. */
async function countTry(
  { value, etag }: Versioned<QuarantineRecord>,
  begun: ReplayTry,
  {
    store,
    fixKey,
  }: { readonly store: Pick<QuarantineStore, 'changeRecord' | 'readRecord'>; readonly fixKey: string },
): Promise<Versioned<QuarantineRecord> | undefined> {
  const changed: QuarantineRecord = {
    ...value,
    state: begun.outcome === 'begun' && value.state === 'open' ? 'replaying' : value.state,
    attempts: value.attempts + 1,
    tried: withAttempt(value, fixKey),
    tries: withTry(value.tries, begun),
  };
  const written = await store.changeRecord({ value: changed, etag });
  if (written.outcome === 'written') return { value: changed, etag: written.etag };
  // After a lost reply the client sends the request again. The conflicting row can then be the one that it wrote.
  const there = await store.readRecord(value);
  return there?.value.tries.at(-1)?.replay === begun.replay ? there : undefined;
}

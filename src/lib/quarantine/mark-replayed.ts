import { SluiceError } from '../platform/errors';
import { afterReplay } from './index-position';
import { MAX_CHANGED_RECORDS, type QuarantineStore, type Versioned } from './ports';
import { type QuarantineRecord, toPartitionKey, withTry } from './quarantine-record';

/** Conflicts with indexers and other replays in a row before the caller hears of it. */
const MAX_CONFLICTS = 50;

export interface MarkOptions {
  readonly store: Pick<QuarantineStore, 'readPosition' | 'readRecord' | 'writeIndex'>;
  readonly replay: string;
  /** RFC 3339. */
  readonly at: string;
}

/** Marks records as being in the hub again, and counts them in the totals of the index in the same transaction. */
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
    // A record that was replayed before counts already.
    const position = open
      .filter(({ value }) => value.state !== 'replayed')
      .reduce((totals, { value }) => afterReplay(totals, value), before.value);
    const changed = open.map(({ value, etag }): Versioned<QuarantineRecord> => {
      const tries = withTry(value.tries, { replay, at, outcome: 'published' });
      return { value: { ...value, state: 'replayed', replayedAt: at, tries }, etag };
    });
    if ((await store.writeIndex({ partition, position, etag: before.etag, changed })) === 'written') return;
    const now = await Promise.all(open.map(({ value }) => store.readRecord(value)));
    // Where the reply was lost, the records are marked already.
    open = now.filter((record) => record !== undefined && !isMarked(record.value, replay)) as typeof open;
  }
  throw new SluiceError(
    'quarantine_conflict',
    'events were published, and could not be marked as replayed; they stay `replaying`',
    { kind: 'transient', data: { replay } },
  );
}

function isMarked({ tries }: QuarantineRecord, replay: string): boolean {
  return tries.some((one) => one.replay === replay && one.outcome === 'published');
}

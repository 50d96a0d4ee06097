import { type IndexPosition, MAX_CHANGED_RECORDS } from '../../../src/lib/quarantine/index-position';
import {
  type IndexChange,
  type QuarantineStore,
  type RecordPage,
  type Versioned,
  type WriteOutcome,
} from '../../../src/lib/quarantine/ports';
import { matches } from '../../../src/lib/quarantine/list-records';
import {
  type QuarantinePartition,
  type QuarantineRecord,
  type RecordPlace,
  toPartitionKey,
  toRecordId,
} from '../../../src/lib/quarantine/quarantine-record';
import { type ReplayRecord } from '../../../src/lib/quarantine/replay-api';

/** The quarantine table in memory, with transactions and ETags. */
export class MemoryQuarantineStore implements QuarantineStore {
  readonly positions = new Map<string, Versioned<IndexPosition>>();
  readonly records = new Map<string, Versioned<QuarantineRecord>>();
  readonly replays = new Map<string, ReplayRecord>();
  /** Called before each write, and after it, before the reply. It may throw or wait. */
  onWrite: (moment: 'before' | 'after', what: string) => Promise<void> = () => Promise.resolve();
  #version = 0;

  readPosition(partition: QuarantinePartition): Promise<Versioned<IndexPosition> | undefined> {
    return Promise.resolve(this.positions.get(toPartitionKey(partition)));
  }

  async writeIndex(change: IndexChange): Promise<WriteOutcome> {
    await this.onWrite('before', 'index');
    const outcome = this.#writeIndex(change);
    await this.onWrite('after', 'index');
    return outcome;
  }

  #writeIndex({ partition, position, etag, created = [], changed = [] }: IndexChange): WriteOutcome {
    const key = toPartitionKey(partition);
    if (created.length + changed.length > MAX_CHANGED_RECORDS) throw new Error('a transaction has 100 rows');
    if (this.positions.get(key)?.etag !== etag) return 'conflict';
    if (created.some((record) => this.records.has(toRecordId(record)))) return 'conflict';
    if (changed.some(({ value, etag: old }) => this.records.get(toRecordId(value))?.etag !== old)) {
      return 'conflict';
    }
    this.positions.set(key, { value: position, etag: this.#next() });
    for (const value of [...created, ...changed.map((one) => one.value)]) {
      this.records.set(toRecordId(value), { value, etag: this.#next() });
    }
    return 'written';
  }

  readRecord(place: RecordPlace): Promise<Versioned<QuarantineRecord> | undefined> {
    return Promise.resolve(this.records.get(toRecordId(place)));
  }

  async changeRecord({
    value,
    etag,
  }: Versioned<QuarantineRecord>): Promise<
    { readonly outcome: 'written'; readonly etag: string } | { readonly outcome: 'conflict' }
  > {
    await this.onWrite('before', 'record');
    if (this.records.get(toRecordId(value))?.etag !== etag) return { outcome: 'conflict' };
    const version = this.#next();
    this.records.set(toRecordId(value), { value, etag: version });
    await this.onWrite('after', 'record');
    return { outcome: 'written', etag: version };
  }

  listRecords(
    partition: QuarantinePartition,
    { below = Infinity, limit, ...filter }: RecordPage,
  ): Promise<readonly QuarantineRecord[]> {
    const key = toPartitionKey(partition);
    return Promise.resolve(
      [...this.records.values()]
        .map(({ value }) => value)
        .filter((record) => toPartitionKey(record) === key && record.sequenceNumber < below)
        .filter((record) => matches(record, filter))
        .sort((a, b) => b.sequenceNumber - a.sequenceNumber)
        .slice(0, limit),
    );
  }

  async writeReplay(replay: ReplayRecord): Promise<void> {
    await this.onWrite('before', 'replay');
    this.replays.set(replay.replay, replay);
  }

  readReplay(id: string): Promise<ReplayRecord | undefined> {
    return Promise.resolve(this.replays.get(id));
  }

  listReplays(limit: number): Promise<readonly ReplayRecord[]> {
    return Promise.resolve(
      [...this.replays.values()].sort((a, b) => (a.replay < b.replay ? 1 : -1)).slice(0, limit),
    );
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  #next(): string {
    this.#version += 1;
    return String(this.#version);
  }
}

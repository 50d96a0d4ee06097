import { type ValidationResult, type EventMessage } from '../contracts/validation-result';
import { type HubGeneration } from '../event-log/positions';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type Source } from '../contracts/source';
import { type IndexPosition, type SlotSummary } from './index-position';
import { type QuarantinePartition, type QuarantineRecord, type RecordPlace } from './quarantine-record';
import { type ReplayRecord } from './replay-api';

/** The operations of Bronze that the index needs. */
export interface QuarantineSlots {
  listHubGenerations(source: Source): Promise<readonly HubGeneration[]>;
  /** Returns the partition numbers that have slots. */
  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]>;
  /**
   * Returns some of the slots from `from` on, in order: that slot and the next at least, if they exist. An object
   * without a slot's metadata counts as a slot without records. Retention leaves such objects under names that must
   * not become free.
   */
  list(partition: QuarantinePartition, from: number): Promise<readonly SlotSummary[]>;
  /** Returns the slot with the lowest number, or `undefined` for an empty partition. */
  first(partition: QuarantinePartition): Promise<number | undefined>;
  /**
   * Returns the object as stored (gzip), or `undefined` if retention deleted it. @throws SluiceError
   * `lake_unavailable`
   */
  read(partition: QuarantinePartition, slot: number): Promise<Buffer | undefined>;
  /** Returns the name of the slot inside the container. */
  path(partition: QuarantinePartition, slot: number): string;
}

/** A value of a table with its version. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

export type WriteOutcome = 'written' | 'conflict';

/** Selects records of a partition. All conditions must hold. */
export interface RecordFilter {
  readonly contract?: string | undefined;
  readonly code?: string | undefined;
  /** Beginning of the event's id. */
  readonly event?: string | undefined;
  /** Enqueued at this time or later, RFC 3339 in UTC with milliseconds. */
  readonly from?: string | undefined;
  /** Enqueued before this time. */
  readonly to?: string | undefined;
  /** `open` includes records whose replay began and did not end. */
  readonly state: 'open' | 'replayed' | 'all';
}

export interface RecordPage extends RecordFilter {
  /** Only records with a smaller sequence number. */
  readonly below?: number | undefined;
  readonly limit: number;
}

/** Changes of rows of one partition in one transaction. */
export interface IndexChange {
  readonly partition: QuarantinePartition;
  readonly position: IndexPosition;
  /** Version of the position that was read; `undefined` if there was none. */
  readonly etag: string | undefined;
  readonly created?: readonly QuarantineRecord[];
  /** Each is written only if it is unchanged since it was read. */
  readonly changed?: readonly Versioned<QuarantineRecord>[];
}

/** The table. Every call throws SluiceError `table_unavailable` if it is out of reach. */
export interface QuarantineStore {
  readPosition(partition: QuarantinePartition): Promise<Versioned<IndexPosition> | undefined>;
  writeIndex(change: IndexChange): Promise<WriteOutcome>;
  readRecord(place: RecordPlace): Promise<Versioned<QuarantineRecord> | undefined>;
  /** Writes the record only if it is unchanged since it was read. Returns the new version. */
  changeRecord(
    record: Versioned<QuarantineRecord>,
  ): Promise<{ readonly outcome: 'written'; readonly etag: string } | { readonly outcome: 'conflict' }>;
  /** Returns the highest sequence numbers first. Fewer than `limit` records mean that there are no more. */
  listRecords(partition: QuarantinePartition, page: RecordPage): Promise<readonly QuarantineRecord[]>;
  writeReplay(replay: ReplayRecord): Promise<void>;
  readReplay(id: string): Promise<ReplayRecord | undefined>;
  /** Newest first. */
  listReplays(limit: number): Promise<readonly ReplayRecord[]>;
}

/** One hub for publishing. */
export interface ReplayHub {
  publish(
    events: readonly OutgoingEvent[],
  ): Promise<{ readonly failures: readonly { readonly index: number; readonly error: unknown }[] }>;
}

/** The validators of the hubs, the same as of landing. */
export type Validators = Readonly<Record<Source, (event: EventMessage) => ValidationResult>>;

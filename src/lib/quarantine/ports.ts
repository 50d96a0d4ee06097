import { type ValidationResult, type EventMessage } from '../contracts/validation-result';
import { type HubGeneration } from '../event-log/positions';
import { type OutgoingEvent } from '../event-log/outgoing-event';
import { type Source } from '../contracts/source';
import { type IndexPosition, type SlotSummary } from './index-position';
import { type QuarantinePartition, type QuarantineRecord, type RecordPlace } from './quarantine-record';
import { type ReplayRecord } from './replay-api';

/** Bronze, as far as the index needs it. */
export interface QuarantineSlots {
  listHubGenerations(source: Source): Promise<readonly HubGeneration[]>;
  /** Partition numbers that have slots. */
  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]>;
  /**
   * Some of the slots from `from` on, in order: that one and the next at least, where they are there. An object without a slot's metadata counts
   * as a slot without records: retention leaves such things under names that must not become free.
   */
  list(partition: QuarantinePartition, from: number): Promise<readonly SlotSummary[]>;
  /** The slot with the lowest number, or `undefined` for an empty partition. */
  first(partition: QuarantinePartition): Promise<number | undefined>;
  /** The object as stored (gzip); `undefined` where retention took it. @throws SluiceError `lake_unavailable` */
  read(partition: QuarantinePartition, slot: number): Promise<Buffer | undefined>;
  /** Name of the slot inside the container. */
  path(partition: QuarantinePartition, slot: number): string;
}

/** Something of a table, and what tells that it has not changed since. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

export type WriteOutcome = 'written' | 'conflict';

/** Which records of a partition; all of these must hold. */
export interface RecordFilter {
  readonly contract?: string | undefined;
  readonly code?: string | undefined;
  /** Enqueued at or after, RFC 3339 in UTC with milliseconds. */
  readonly from?: string | undefined;
  /** Enqueued before. */
  readonly to?: string | undefined;
  /** `open` includes those whose replay was begun and did not end. */
  readonly state: 'open' | 'replayed' | 'all';
}

export interface RecordPage extends RecordFilter {
  /** Only records with a smaller sequence number. */
  readonly below?: number | undefined;
  readonly limit: number;
}

/** Several rows of one partition, written together or not at all. */
export interface IndexChange {
  readonly partition: QuarantinePartition;
  readonly position: IndexPosition;
  /** Of the position as it was read; `undefined`: there was none. */
  readonly etag: string | undefined;
  readonly created?: readonly QuarantineRecord[];
  /** Each only if it has not changed since. */
  readonly changed?: readonly Versioned<QuarantineRecord>[];
}

/** The table. Everything here throws SluiceError `table_unavailable` where it is out of reach. */
export interface QuarantineStore {
  readPosition(partition: QuarantinePartition): Promise<Versioned<IndexPosition> | undefined>;
  writeIndex(change: IndexChange): Promise<WriteOutcome>;
  readRecord(place: RecordPlace): Promise<Versioned<QuarantineRecord> | undefined>;
  /** Only if it has not changed since; answers the new version. */
  changeRecord(
    record: Versioned<QuarantineRecord>,
  ): Promise<{ readonly outcome: 'written'; readonly etag: string } | { readonly outcome: 'conflict' }>;
  /** Highest sequence number first. Fewer than `limit` means that there are no more. */
  listRecords(partition: QuarantinePartition, page: RecordPage): Promise<readonly QuarantineRecord[]>;
  writeReplay(replay: ReplayRecord): Promise<void>;
  readReplay(id: string): Promise<ReplayRecord | undefined>;
  /** Newest first. */
  listReplays(limit: number): Promise<readonly ReplayRecord[]>;
}

/** One hub, to publish to. */
export interface ReplayHub {
  publish(
    events: readonly OutgoingEvent[],
  ): Promise<{ readonly failures: readonly { readonly index: number; readonly error: unknown }[] }>;
}

/** The judges of the hubs; the same that decide at landing. */
export type Validators = Readonly<Record<Source, (event: EventMessage) => ValidationResult>>;

import { type AttemptStore } from '../event-log/attempt-store';
import { type HubGeneration, type PartitionId, type Slot } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type SlotMetadata } from './slot-metadata';

/**
 * The outcome of a conditional create.
 *
 * `uncertain` is every reply that is not a plain success: a name that another owner took, a lost reply, a time-out, a
 * 5xx. The protocol treats them alike and looks for the head again. `cause` is for the log.
 */
export type CreateOutcome =
  { readonly outcome: 'created' } | { readonly outcome: 'uncertain'; readonly cause: unknown };

/** The operations of the lake that landing needs. Paths are inside the `bronze` container. */
export interface SlotStore {
  /** Sends one Put Blob with `If-None-Match: *`. Never overwrites. */
  create(path: string, body: Buffer, metadata: SlotMetadata): Promise<CreateOutcome>;
  /** Returns the metadata of a slot, or `undefined` if the name is free. @throws SluiceError `lake_unavailable`. */
  readMetadata(path: string): Promise<SlotMetadata | undefined>;
  /** Returns the slot with the lowest number in a partition's folder, or `undefined` if the folder is empty. */
  firstSlot(partition: PartitionId): Promise<Slot | undefined>;
}

/** An object as the listing shows it. */
export interface ListedObject {
  readonly path: string;
  /** ETag, length and time of the last change. It differs after every change of the content. */
  readonly version: string;
}

/** The operations of the lake that reconciliation and readers need. */
export interface SlotReader {
  /** Returns the hub generations that have slots of this source. */
  listHubGenerations(source: Source): Promise<readonly HubGeneration[]>;
  /** Returns the partition numbers that have slots. */
  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]>;
  /** Lists every object in a partition's folder in order, including objects that are not slots. */
  listObjects(partition: PartitionId): AsyncIterable<ListedObject>;
  /** Returns the metadata of a slot, or `undefined` if the name is free. @throws SluiceError `lake_unavailable`. */
  readMetadata(path: string): Promise<SlotMetadata | undefined>;
  /** Returns the bytes as stored (gzip) and the metadata. */
  read(path: string): Promise<{ readonly body: Buffer; readonly metadata: SlotMetadata }>;
}

/** One row per partition with a hint of its head. Bronze is correct without it. */
export interface HintStore {
  /** Returns a slot that exists or existed. The head is this slot or a later one. */
  readHint(partition: PartitionId): Promise<Slot | undefined>;
  /** Moves the hint forward only. Among concurrent writers the highest slot remains. */
  advanceHeadHint(partition: PartitionId, slot: Slot): Promise<void>;
}

/** The state that landing keeps in its table. Bronze is correct without it. */
export type LandingStateStore = HintStore & AttemptStore;

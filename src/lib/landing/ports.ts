import { type AttemptStore } from '../event-log/attempt-store';
import { type HubGeneration, type PartitionId, type Slot } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type SlotMetadata } from './slot-metadata';

/**
 * Answer to a conditional create.
 *
 * `uncertain` is everything that is not a plain success: taken by another owner, a lost reply, a time-out, a 5xx. The
 * protocol treats them alike: look for the head again. `cause` is for the log.
 */
export type CreateOutcome =
  { readonly outcome: 'created' } | { readonly outcome: 'uncertain'; readonly cause: unknown };

/** The lake, as far as landing needs it. Paths are inside the `bronze` container. */
export interface SlotStore {
  /** One Put Blob with `If-None-Match: *`; never overwrites. */
  create(path: string, body: Buffer, metadata: SlotMetadata): Promise<CreateOutcome>;
  /** Metadata of a slot, or `undefined` where the name is free. @throws SluiceError `lake_unavailable`. */
  readMetadata(path: string): Promise<SlotMetadata | undefined>;
  /** The slot with the lowest number under a partition's folder, or `undefined` for an empty one. */
  firstSlot(partition: PartitionId): Promise<Slot | undefined>;
}

/** The lake, as far as reconciliation and readers need it. */
export interface SlotReader {
  /** Incarnations that have slots for this source. */
  listHubGenerations(source: Source): Promise<readonly HubGeneration[]>;
  /** Partition numbers that have slots. */
  listPartitions(source: Source, hubGeneration: HubGeneration): Promise<readonly number[]>;
  /** Every object in a partition's folder by name, in order, slots or not. */
  listPaths(partition: PartitionId): AsyncIterable<string>;
  /** The bytes as stored (gzip) and the metadata. */
  read(path: string): Promise<{ readonly body: Buffer; readonly metadata: SlotMetadata }>;
}

/** A row a partition: a hint of its head. Bronze is right without it. */
export interface HintStore {
  /** A slot that exists, or existed; the head is at or behind it. */
  readHint(partition: PartitionId): Promise<Slot | undefined>;
  /** Forward only; concurrent writers keep the highest. */
  advanceHeadHint(partition: PartitionId, slot: Slot): Promise<void>;
}

/** What landing keeps in its table. Nothing of it is needed for Bronze to be right. */
export type LandingStateStore = HintStore & AttemptStore;

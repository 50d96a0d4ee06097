import { type HubPartition } from '../event-log/hub-reader';
import { type Incarnation, type SequenceNumber, type Slot } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { type BronzePartition } from './partition';
import { type SlotMetadata } from './slot-metadata';

export { type HubPartition } from '../event-log/hub-reader';

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
  firstSlot(partition: BronzePartition): Promise<Slot | undefined>;
}

/** The lake, as far as reconciliation and readers need it. */
export interface SlotReader {
  /** Incarnations that have slots for this source. */
  listIncarnations(source: Source): Promise<readonly Incarnation[]>;
  /** Partition numbers that have slots. */
  listPartitions(source: Source, incarnation: Incarnation): Promise<readonly number[]>;
  /** Every object in a partition's folder by name, in order, slots or not. */
  listPaths(partition: BronzePartition): AsyncIterable<string>;
  /** The bytes as stored (gzip) and the metadata. */
  read(path: string): Promise<{ readonly body: Buffer; readonly metadata: SlotMetadata }>;
}

/** Suspicion that an event of a partition kills the worker; see poison-guard.ts. */
export interface Suspicion {
  /** First sequence number of the piece that is worked on, or was last. */
  readonly firstSequenceNumber: SequenceNumber;
  /** How many times processes began pieces of these events and did not live to say that they were harmless. */
  readonly attempts: number;
  /** Whether the piece was harmless: the culprit stands behind it. Then nobody is at work, and nobody died over it. */
  readonly survived: boolean;
  /** How many events the piece had. */
  readonly take: number;
  /** The culprit stands at or before this sequence number. */
  readonly through: SequenceNumber;
}

/** One table row a partition: hints and attempt counters. Nothing here is needed for Bronze to be right. */
export interface LandingStateStore {
  /** A slot that exists, or existed; the head is at or behind it. */
  readHint(partition: BronzePartition): Promise<Slot | undefined>;
  /** Forward only; concurrent writers keep the highest. */
  raiseHint(partition: BronzePartition, slot: Slot): Promise<void>;
  readSuspicion(partition: BronzePartition): Promise<Suspicion | undefined>;
  writeSuspicion(partition: BronzePartition, suspicion: Suspicion): Promise<void>;
  clearSuspicion(partition: BronzePartition): Promise<void>;
}

/** What landing and reconciliation ask of a hub. */
export interface HubInspector {
  /** From the hub's creation time; asked anew at each call. */
  readIncarnation(source: Source): Promise<Incarnation>;
  readPartitions(source: Source): Promise<readonly HubPartition[]>;
}

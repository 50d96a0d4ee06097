import { type PartitionId, type SequenceNumber } from './positions';

/** Suspicion that an event of a partition kills the worker; see poison-guard.ts. */
export interface PoisonSearch {
  /** First sequence number of the piece that is worked on, or was last. */
  readonly firstSequenceNumber: SequenceNumber;
  /** How many times processes began pieces of these events and did not live to say that they were harmless. */
  readonly attempts: number;
  /** Whether the piece was harmless: the culprit stands behind it. Then nobody is at work, and nobody died over it. */
  readonly survived: boolean;
  /** How many events the piece had. */
  readonly take: number;
  /** The culprit stands at or before this sequence number. */
  readonly lastSequenceNumber: SequenceNumber;
}

/** A row a partition: how often processes died over its events. */
export interface AttemptStore {
  readPoisonSearch(partition: PartitionId): Promise<PoisonSearch | undefined>;
  writePoisonSearch(partition: PartitionId, poisonSearch: PoisonSearch): Promise<void>;
  clearPoisonSearch(partition: PartitionId): Promise<void>;
}

import { type PartitionId, type SequenceNumber } from './positions';

/** The state of the search for an event of a partition that kills the worker; see poison-guard.ts. */
export interface PoisonSearch {
  /** First sequence number of the current or last chunk. */
  readonly firstSequenceNumber: SequenceNumber;
  /** How many times processes started chunks of these events and died before they reported them as harmless. */
  readonly attempts: number;
  /**
   * Whether the chunk was harmless, so the poison event is behind it. Then no process works on the chunk, and none
   * died.
   */
  readonly survived: boolean;
  /** How many events the chunk has. */
  readonly take: number;
  /** The poison event is at or before this sequence number. */
  readonly lastSequenceNumber: SequenceNumber;
}

/** One row per partition: how often processes died while they worked on its events. */
export interface AttemptStore {
  readPoisonSearch(partition: PartitionId): Promise<PoisonSearch | undefined>;
  writePoisonSearch(partition: PartitionId, poisonSearch: PoisonSearch): Promise<void>;
  clearPoisonSearch(partition: PartitionId): Promise<void>;
}

import { type OutgoingEvent } from './outgoing-event';

/** A batch under construction for one partition. */
export interface HubBatch {
  readonly count: number;
  /** Returns false if the event does not fit. The batch is then unchanged. */
  tryAdd(event: OutgoingEvent): boolean;
}

/** The operations of one Event Hub that publishing needs. */
export interface HubPort {
  /**
   * Returns the ids in the hub's order, so that `partitionOfKey` returns an index into them. @throws SluiceError
   * `hub_unavailable`.
   */
  partitionIds(): Promise<readonly string[]>;
  createBatch(partitionId: string): Promise<HubBatch>;
  /** Resolves when the hub has the batch. Retries transient faults. @throws SluiceError `hub_unavailable`. */
  send(batch: HubBatch): Promise<void>;
}

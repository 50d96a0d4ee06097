import { type OutgoingEvent } from './outgoing-event';

/** A batch under construction, bound to one partition. */
export interface HubBatch {
  readonly count: number;
  /** False where the event no longer fits; the batch is as before. */
  tryAdd(event: OutgoingEvent): boolean;
}

/** One Event Hub, as far as publishing needs it. */
export interface HubPort {
  /** In the hub's order, so that a key's index names its partition. @throws SluiceError `hub_unavailable`. */
  partitionIds(): Promise<readonly string[]>;
  createBatch(partitionId: string): Promise<HubBatch>;
  /** Resolves when the hub has the batch. Retries transient faults itself. @throws SluiceError `hub_unavailable`. */
  send(batch: HubBatch): Promise<void>;
}

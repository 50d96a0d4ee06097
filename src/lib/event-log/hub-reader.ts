import { type HubGeneration, type SequenceNumber } from './positions';
import { type Source } from '../contracts/source';
import { type ReceivedEvent } from './received-event';

/** Reads a hub itself, past the Event Hubs trigger. */
export interface HubReader {
  /** From the hub's creation time; asked each time. @throws SluiceError `hub_unavailable` */
  readHubGeneration(source: Source): Promise<HubGeneration>;
  /** @throws SluiceError `hub_unavailable` */
  readPartition(source: Source, partition: number): Promise<HubPartition>;
  /**
   * The events of a partition from the first one at or behind `from`, ascending, batch by batch. It goes on until the caller
   * stops; an empty batch says that nothing came for some seconds. The caller holds one batch at a time.
   *
   * @throws SluiceError `hub_unavailable`
   */
  receive(source: Source, partition: number, from: SequenceNumber): AsyncIterable<readonly ReceivedEvent[]>;
}

export interface HubPartition {
  readonly partition: number;
  /** The oldest sequence number that retention has left. */
  readonly beginSequenceNumber: number;
  /** -1 for a partition that never held an event. */
  readonly lastSequenceNumber: number;
  /** When the last event came, RFC 3339 in UTC; absent for a partition that never held one. */
  readonly newestEnqueuedTime?: string;
}

/** What a hub says of itself: which life of it this is, and how far its partitions are. */
export interface HubInspector {
  /** From the hub's creation time; asked each time. @throws SluiceError `hub_unavailable` */
  readHubGeneration(source: Source): Promise<HubGeneration>;
  /** @throws SluiceError `hub_unavailable` */
  readPartitions(source: Source): Promise<readonly HubPartition[]>;
}

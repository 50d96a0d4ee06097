import { type HubGeneration, type SequenceNumber } from './positions';
import { type Source } from '../contracts/source';
import { type ReceivedEvent } from './received-event';

/** Reads a hub directly, without the Event Hubs trigger. */
export interface HubReader {
  /** Reads the hub's creation time at each call. @throws SluiceError `hub_unavailable` */
  readHubGeneration(source: Source): Promise<HubGeneration>;
  /** @throws SluiceError `hub_unavailable` */
  readPartition(source: Source, partition: number): Promise<HubPartition>;
  /**
   * Returns the events of a partition from sequence number `from` on, ascending, batch by batch, until the caller
   * stops. An empty batch means that no event came for some seconds. Only one batch is in memory at a time.
   *
   * @throws SluiceError `hub_unavailable`
   */
  receive(source: Source, partition: number, from: SequenceNumber): AsyncIterable<readonly ReceivedEvent[]>;
}

export interface HubPartition {
  readonly partition: number;
  /** The oldest sequence number that retention has not deleted. */
  readonly beginSequenceNumber: number;
  /** -1 if the partition never held an event. */
  readonly lastSequenceNumber: number;
  /** When the last event was enqueued, RFC 3339 in UTC; absent if the partition never held an event. */
  readonly newestEnqueuedTime?: string;
}

/** Reads the properties of a hub: its generation and the positions of its partitions. */
export interface HubInspector {
  /** Reads the hub's creation time at each call. @throws SluiceError `hub_unavailable` */
  readHubGeneration(source: Source): Promise<HubGeneration>;
  /** @throws SluiceError `hub_unavailable` */
  readPartitions(source: Source): Promise<readonly HubPartition[]>;
}

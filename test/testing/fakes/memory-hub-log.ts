import { type HubPartition, type HubReader } from '../../../src/lib/event-log/hub-reader';
import { type ReceivedEvent } from '../../../src/lib/event-log/received-event';
import { type HubGeneration, type SequenceNumber } from '../../../src/lib/event-log/positions';
import { HUB_GENERATION, PARTITION } from '../fixtures/events';

/** One partition of a hub in memory, with all its events. */
export class MemoryHubLog implements HubReader {
  hubGeneration: HubGeneration = HUB_GENERATION;
  /** Retention has deleted all events before this number. */
  begin = 0;
  /** Number of events in one batch of {@link receive}. */
  batchSize = 3;
  readonly requests = { hubGeneration: 0, partition: 0, receive: 0 };
  /** Waits before each answer, or throws to fail it. */
  turn: (label: string) => Promise<unknown> = () => Promise.resolve();

  /** @param events in ascending order; missing numbers are not in the hub */
  constructor(public events: readonly ReceivedEvent[] = []) {}

  async readHubGeneration(): Promise<HubGeneration> {
    this.requests.hubGeneration += 1;
    await this.turn('read hub generation');
    return this.hubGeneration;
  }

  async readPartition(): Promise<HubPartition> {
    this.requests.partition += 1;
    await this.turn('read partition');
    const lastSequenceNumber = this.events.at(-1)?.sequenceNumber ?? -1;
    return {
      partition: PARTITION.partition,
      beginSequenceNumber: this.begin,
      lastSequenceNumber,
    };
  }

  async readPartitions(): Promise<readonly HubPartition[]> {
    return [await this.readPartition()];
  }

  async *receive(
    _source: unknown,
    _partition: number,
    from: SequenceNumber,
  ): AsyncGenerator<readonly ReceivedEvent[]> {
    this.requests.receive += 1;
    for (let next: number = from; ;) {
      await this.turn('receive');
      const held = this.events.filter(({ sequenceNumber }) => sequenceNumber >= Math.max(next, this.begin));
      const batch = held.slice(0, this.batchSize);
      next = (batch.at(-1)?.sequenceNumber ?? next - 1) + 1;
      yield batch;
    }
  }
}

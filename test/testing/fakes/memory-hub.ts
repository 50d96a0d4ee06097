import { type HubInspector, type HubPartition } from '../../../src/lib/event-log/hub-reader';
import { type HubBatch, type HubPort } from '../../../src/lib/event-log/hub-port';
import { type OutgoingEvent } from '../../../src/lib/event-log/outgoing-event';
import { type HubGeneration, toHubGeneration } from '../../../src/lib/event-log/positions';
import { HUB_CREATED_ON } from '../fixtures/events';

export interface MemoryHubOptions {
  /** @default 4 */
  readonly partitionCount?: number;
  /** Bytes of bodies that fit into one batch. @default 1,000,000 */
  readonly maxBatchBytes?: number;
}

export class MemoryBatch implements HubBatch {
  readonly events: OutgoingEvent[] = [];
  #bytes = 0;

  constructor(
    readonly partitionId: string,
    readonly maxBytes: number,
  ) {}

  get count(): number {
    return this.events.length;
  }

  tryAdd(event: OutgoingEvent): boolean {
    if (this.#bytes + event.body.length > this.maxBytes) return false;
    this.#bytes += event.body.length;
    this.events.push(event);
    return true;
  }
}

/** One Event Hub in memory, which keeps the received batches. */
export class MemoryHub implements HubPort, HubInspector {
  readonly batches: MemoryBatch[] = [];
  readonly requests = { partitionIds: 0, createBatch: 0, send: 0 };
  /** Called with each batch before it is stored. It may wait, or throw to fail the request. */
  beforeSend: (batch: MemoryBatch) => Promise<void> = () => Promise.resolve();
  readonly #partitionIds: readonly string[];
  readonly #maxBatchBytes: number;

  constructor({ partitionCount = 4, maxBatchBytes = 1_000_000 }: MemoryHubOptions = {}) {
    this.#partitionIds = Array.from({ length: partitionCount }, (_, index) => String(index));
    this.#maxBatchBytes = maxBatchBytes;
  }

  partitionIds(): Promise<readonly string[]> {
    this.requests.partitionIds += 1;
    return Promise.resolve(this.#partitionIds);
  }

  createBatch(partitionId: string): Promise<HubBatch> {
    this.requests.createBatch += 1;
    return Promise.resolve(new MemoryBatch(partitionId, this.#maxBatchBytes));
  }

  async send(batch: HubBatch): Promise<void> {
    this.requests.send += 1;
    if (!(batch instanceof MemoryBatch)) throw new TypeError('send a batch to the hub that created it');
    await this.beforeSend(batch);
    this.batches.push(batch);
  }

  readHubGeneration(): Promise<HubGeneration> {
    return Promise.resolve(toHubGeneration(HUB_CREATED_ON));
  }

  readPartitions(): Promise<readonly HubPartition[]> {
    return Promise.resolve(
      this.#partitionIds.map((id) => ({
        partition: Number(id),
        beginSequenceNumber: 0,
        lastSequenceNumber: this.eventsOf(id).length - 1,
      })),
    );
  }

  /** @returns the events of a partition, in order */
  eventsOf(partitionId: string): OutgoingEvent[] {
    return this.batches.filter((batch) => batch.partitionId === partitionId).flatMap(({ events }) => events);
  }
}

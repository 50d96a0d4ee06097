import { type WaitingPartition, type WaitingStore } from '../../../src/lib/landing/landing-ages';
import { type PartitionId, partitionPath } from '../../../src/lib/event-log/positions';

/** Rows of waiting partitions in memory. `fault` makes each call fail. */
export class MemoryWaiting implements WaitingStore {
  readonly rows = new Map<string, WaitingPartition>();
  writes = 0;
  fault: Error | undefined;

  list(): Promise<readonly WaitingPartition[]> {
    return this.#answer(() => [...this.rows.values()]);
  }

  write(partition: WaitingPartition): Promise<void> {
    return this.#answer(() => {
      this.writes += 1;
      this.rows.set(partitionPath(partition), partition);
    });
  }

  clear(partition: PartitionId): Promise<void> {
    return this.#answer(() => {
      this.writes += 1;
      this.rows.delete(partitionPath(partition));
    });
  }

  #answer<T>(act: () => T): Promise<T> {
    return this.fault === undefined ? Promise.resolve(act()) : Promise.reject(this.fault);
  }
}

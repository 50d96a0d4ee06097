import { type PartitionId, partitionPath, type Slot } from '../../../src/lib/event-log/positions';
import { type LandingStateStore } from '../../../src/lib/landing/ports';
import { type PoisonSearch } from '../../../src/lib/event-log/attempt-store';

/** Head hints and poison searches in memory, with a count of requests. */
export class MemoryLandingState implements LandingStateStore {
  readonly hints = new Map<string, Slot>();
  readonly poisonSearches = new Map<string, PoisonSearch>();
  readonly requests = {
    readHint: 0,
    advanceHeadHint: 0,
    readPoisonSearch: 0,
    writePoisonSearch: 0,
    clearPoisonSearch: 0,
  };

  get requestCount(): number {
    return Object.values(this.requests).reduce((sum, count) => sum + count, 0);
  }

  readHint(partition: PartitionId): Promise<Slot | undefined> {
    this.requests.readHint += 1;
    return Promise.resolve(this.hints.get(partitionPath(partition)));
  }

  advanceHeadHint(partition: PartitionId, slot: Slot): Promise<void> {
    this.requests.advanceHeadHint += 1;
    const key = partitionPath(partition);
    if (slot > (this.hints.get(key) ?? -1)) this.hints.set(key, slot);
    return Promise.resolve();
  }

  readPoisonSearch(partition: PartitionId): Promise<PoisonSearch | undefined> {
    this.requests.readPoisonSearch += 1;
    return Promise.resolve(this.poisonSearches.get(partitionPath(partition)));
  }

  writePoisonSearch(
    partition: PartitionId,
    { firstSequenceNumber, attempts, survived, take, lastSequenceNumber }: PoisonSearch,
  ): Promise<void> {
    this.requests.writePoisonSearch += 1;
    this.poisonSearches.set(partitionPath(partition), {
      firstSequenceNumber,
      attempts,
      survived,
      take,
      lastSequenceNumber,
    });
    return Promise.resolve();
  }

  clearPoisonSearch(partition: PartitionId): Promise<void> {
    this.requests.clearPoisonSearch += 1;
    this.poisonSearches.delete(partitionPath(partition));
    return Promise.resolve();
  }
}

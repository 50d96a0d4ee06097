import { type PartitionId, partitionPath, type Slot } from '../../../src/lib/event-log/positions';
import { type LandingStateStore } from '../../../src/lib/landing/ports';
import { type Suspicion } from '../../../src/lib/event-log/attempt-store';

/** Hints and attempt counters in memory, and a count of what was asked. */
export class MemoryLandingState implements LandingStateStore {
  readonly hints = new Map<string, Slot>();
  readonly suspicions = new Map<string, Suspicion>();
  readonly requests = {
    readHint: 0,
    raiseHint: 0,
    readSuspicion: 0,
    writeSuspicion: 0,
    clearSuspicion: 0,
  };

  get requestCount(): number {
    return Object.values(this.requests).reduce((sum, count) => sum + count, 0);
  }

  readHint(partition: PartitionId): Promise<Slot | undefined> {
    this.requests.readHint += 1;
    return Promise.resolve(this.hints.get(partitionPath(partition)));
  }

  raiseHint(partition: PartitionId, slot: Slot): Promise<void> {
    this.requests.raiseHint += 1;
    const key = partitionPath(partition);
    if (slot > (this.hints.get(key) ?? -1)) this.hints.set(key, slot);
    return Promise.resolve();
  }

  readSuspicion(partition: PartitionId): Promise<Suspicion | undefined> {
    this.requests.readSuspicion += 1;
    return Promise.resolve(this.suspicions.get(partitionPath(partition)));
  }

  writeSuspicion(
    partition: PartitionId,
    { firstSequenceNumber, attempts, survived, take, through }: Suspicion,
  ): Promise<void> {
    this.requests.writeSuspicion += 1;
    this.suspicions.set(partitionPath(partition), { firstSequenceNumber, attempts, survived, take, through });
    return Promise.resolve();
  }

  clearSuspicion(partition: PartitionId): Promise<void> {
    this.requests.clearSuspicion += 1;
    this.suspicions.delete(partitionPath(partition));
    return Promise.resolve();
  }
}

import { type Clock } from '../../platform/clock';
import { type Source } from '../../contracts/source';
import { type PartitionId } from '../../event-log/positions';
import { type LivePosition } from '../windows/live-position';
import { type DeliveryStore } from './delivery-store';
import { type Seen } from './minute-reader';

/** A partition of the current hub generation whose windows this process has changed. */
export interface ChangedPartition {
  readonly source: Source;
  readonly partition: number;
}

/** How old the positions of other processes' partitions may be in a delivery after a change. */
const COMPLETE_MILLISECONDS = 2000;

/** Reads the positions of partitions: all of them, or those that changed. */
export class PartitionWatch {
  readonly #options: {
    readonly store: DeliveryStore;
    readonly sources: readonly Source[];
    readonly clock: Clock;
  };
  readonly #seen = new Map<string, Seen>();
  /** Keys of partitions whose newest position is from a write of this process. */
  readonly #written = new Set<string>();
  #completeAt = -Infinity;

  constructor(options: {
    readonly store: DeliveryStore;
    readonly sources: readonly Source[];
    readonly clock: Clock;
  }) {
    this.#options = options;
  }

  /** As of the last reading. */
  get seen(): readonly Seen[] {
    return [...this.#seen.values()];
  }

  /**
   * Reads the positions of the changed partitions, and of all partitions every two seconds, for changes of other
   * processes.
   *
   * @param changed undefined reads all of them
   * @throws SluiceError `table_unavailable`
   */
  async look(changed?: readonly ChangedPartition[]): Promise<readonly Seen[]> {
    const now = this.#options.clock.now().getTime();
    const known = this.seen;
    const isOfChange =
      ({ partition }: Seen) =>
      (one: ChangedPartition) =>
        one.source === partition.source && one.partition === partition.partition;
    if (
      changed === undefined ||
      now - this.#completeAt >= COMPLETE_MILLISECONDS ||
      changed.some((one) => !known.some((seen) => isOfChange(seen)(one)))
    ) {
      await this.#lookAtAll();
      this.#completeAt = now;
      return this.seen;
    }
    const stale = known.filter((seen) => changed.some(isOfChange(seen)) && !this.#written.delete(seen.key));
    await Promise.all(stale.map(({ partition, delivered }) => this.#read(partition, delivered)));
    return this.seen;
  }

  /** Notes the position of a write of this process. */
  noteWritten(key: string, position: LivePosition): void {
    const known = this.#seen.get(key);
    if (known === undefined) return;
    this.#seen.set(key, { ...known, position });
    this.#written.add(key);
  }

  /** Notes that every sink has the changes up to this version. */
  noteDelivered(seen: Seen, version: number): void {
    const current = this.#seen.get(seen.key) ?? seen;
    this.#seen.set(seen.key, { ...current, delivered: version });
  }

  /** Makes the next call read everything. */
  forget(): void {
    this.#seen.clear();
    this.#written.clear();
    this.#completeAt = -Infinity;
  }

  async #lookAtAll(): Promise<void> {
    const { store, sources } = this.#options;
    const partitions = (await Promise.all(sources.map((source) => store.listPartitions(source)))).flat();
    await Promise.all(partitions.map((partition) => this.#read(partition)));
  }

  /** @param delivered read from the table if it is undefined */
  async #read(partition: PartitionId, delivered?: number): Promise<void> {
    const { store } = this.#options;
    const key = keyOf(partition);
    this.#written.delete(key);
    const stored = await store.readPosition(partition);
    if (stored === undefined) return;
    // Read after the position, which lists every change after it.
    const version = delivered ?? (await store.readDelivered(partition));
    // A write of this process may have come meanwhile, which is newer.
    const position = this.#written.has(key) ? this.#seen.get(key)?.position : undefined;
    this.#seen.set(key, { key, partition, position: position ?? stored.position, delivered: version });
  }
}

/** Names a partition of a hub generation. */
export function keyOf({ source, hubGeneration, partition }: PartitionId): string {
  return `${source}|${hubGeneration}|${partition}`;
}

import { MinuteAggregate } from './minute-aggregate';
import { EventIds } from './event-ids';
import { minuteKey, type Chunk } from './aggregate-chunk';
import { type LivePosition } from './live-position';
import { type LiveStateStore } from './live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { inPartition } from './read-consistently';
import { type View } from './view';

/** Limits of the minutes and ids in memory for a partition. The minutes of the newest write are kept in any case. */
const MAX_MINUTES = 64;
const MAX_IDS = 200_000;

/**
 * A partition's position and newest minutes in memory. If they are outdated, a write ends in a conflict,
 * never in wrong windows.
 */
export class OpenPartition {
  readonly #store: LiveStateStore;
  readonly #partition: PartitionId;
  /** Ordered by last use, the oldest first. */
  readonly #minutes = new Map<string, MinuteAggregate>();
  position: LivePosition;
  etag: string | undefined;
  /** Changes up to this version are delivered, as read at `deliveredReadAt`. */
  delivered = 0;
  deliveredReadAt = 0;

  private constructor(
    store: LiveStateStore,
    partition: PartitionId,
    position: LivePosition,
    etag: string | undefined,
  ) {
    this.#store = store;
    this.#partition = partition;
    this.position = position;
    this.etag = etag;
  }

  /** @param begin finds the position of a partition that has none, and the slot of an earlier version's position */
  static async read(
    store: LiveStateStore,
    partition: PartitionId,
    begin: (stored: LivePosition | undefined) => Promise<LivePosition>,
  ): Promise<OpenPartition> {
    const stored = await store.readPosition(partition);
    // Readers must find the partition before its first windows exist.
    if (stored === undefined) await store.register(partition);
    return new OpenPartition(store, partition, await begin(stored?.position), stored?.etag);
  }

  /** The minutes of a chunk. Those that are not in memory are read concurrently. */
  async minutesOf({ touched }: Chunk): Promise<ReadonlyMap<string, MinuteAggregate>> {
    const minutes = await Promise.all(
      [...touched].map(async ([key, { view, minute }]) => {
        const known = this.#minutes.get(key) ?? (await this.#readMinute(view, minute));
        return [key, known] as const;
      }),
    );
    return new Map(minutes);
  }

  /** Updates the memory after a successful write. */
  written(position: LivePosition, etag: string, minutes: Iterable<MinuteAggregate>): void {
    this.position = position;
    this.etag = etag;
    let fresh = 0;
    for (const minute of minutes) {
      minute.ids.saved();
      const key = minuteKey(minute.view.name, minute.minute);
      this.#minutes.delete(key);
      this.#minutes.set(key, minute);
      fresh += 1;
    }
    let ids = 0;
    for (const minute of this.#minutes.values()) ids += minute.ids.size;
    for (const [key, minute] of this.#minutes) {
      if (this.#minutes.size <= fresh || (this.#minutes.size <= MAX_MINUTES && ids <= MAX_IDS)) return;
      this.#minutes.delete(key);
      ids -= minute.ids.size;
    }
  }

  async #readMinute(view: View, minute: number): Promise<MinuteAggregate> {
    const own = inPartition(this.position, view);
    const stored = await this.#store.readMinute(this.#partition, own, minute);
    if (stored === undefined) return new MinuteAggregate(own, minute);
    return MinuteAggregate.from(own, stored.state, EventIds.of(stored.ids));
  }
}

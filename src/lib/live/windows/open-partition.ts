import { MinuteAggregate } from './minute-aggregate';
import { EventIds } from './event-ids';
import { minuteKey, type Chunk } from './aggregate-chunk';
import { type LivePosition, START } from './live-position';
import { type LiveStateStore } from './live-state-store';
import { type PartitionId } from '../../event-log/positions';
import { type View } from './view';

/** Minutes kept in memory for a partition, and the ids in them; the newest fold's minutes stay whatever they hold. */
const MAX_MINUTES = 64;
const MAX_IDS = 200_000;

/** A partition's position and newest minutes, as this process knows them. A stale one costs a conflict, never a wrong fold. */
export class OpenPartition {
  readonly #store: LiveStateStore;
  readonly #partition: PartitionId;
  /** By age of their last use, the oldest first. */
  readonly #minutes = new Map<string, MinuteAggregate>();
  position: LivePosition;
  etag: string | undefined;
  /** Changes up to this version are known to be delivered, and when that was read. */
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

  static async read(store: LiveStateStore, partition: PartitionId): Promise<OpenPartition> {
    const stored = await store.readPosition(partition);
    // Readers must know of the partition before it has anything.
    if (stored === undefined) await store.register(partition);
    return new OpenPartition(store, partition, stored?.position ?? START, stored?.etag);
  }

  /** The minutes that a piece touches; those that are not in memory are read, side by side. */
  async minutesOf({ touched }: Chunk): Promise<ReadonlyMap<string, MinuteAggregate>> {
    const minutes = await Promise.all(
      [...touched].map(async ([key, { view, minute }]) => {
        const known = this.#minutes.get(key) ?? (await this.#readMinute(view, minute));
        return [key, known] as const;
      }),
    );
    return new Map(minutes);
  }

  /** Takes over what was written. */
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
    const stored = await this.#store.readMinute(this.#partition, view, minute);
    if (stored === undefined) return new MinuteAggregate(view, minute);
    return MinuteAggregate.from(view, stored.state, EventIds.of(stored.ids));
  }
}

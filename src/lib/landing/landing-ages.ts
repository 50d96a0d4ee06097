import { type Clock } from '../platform/clock';
import { type PartitionId, partitionPath, type Slot, toSlot } from '../event-log/positions';
import { type Source } from '../contracts/source';
import { findHead } from './find-head';
import { type LandingStateStore, type SlotStore } from './ports';
import { type HubInspector, type HubPartition } from '../event-log/hub-reader';
import { ageOf, nextWaiting, type WaitingEvent } from './waiting-event';

/** The event of a partition that waited at the last measurement. */
export interface WaitingPartition extends PartitionId {
  readonly waiting: WaitingEvent;
}

/** One row for each partition in which an event waits. The rows survive restarts, so an age continues to grow. */
export interface WaitingStore {
  list(): Promise<readonly WaitingPartition[]>;
  write(partition: WaitingPartition): Promise<void>;
  clear(partition: PartitionId): Promise<void>;
}

/** How far the landing of one partition is behind, at one measurement. */
export interface LandingAge extends PartitionId {
  /** Minimum time that an event has waited; 0 if no event waits. */
  readonly seconds: number;
  /** Events that the hub has and Bronze does not. */
  readonly events: number;
  /** Sequence numbers that left the hub before they were landed; both ends inclusive. */
  readonly lost: { readonly from: number; readonly to: number } | undefined;
}

export interface LandingAgesReading {
  /** Partitions whose age is known. */
  readonly ages: readonly LandingAge[];
  /** Faults of reading or storing. They do not affect the ages of the other partitions. */
  readonly faults: readonly unknown[];
}

export interface LandingAgesOptions {
  readonly sources: readonly Source[];
  readonly hub: HubInspector;
  readonly store: Pick<SlotStore, 'readMetadata' | 'firstSlot'>;
  readonly state: Pick<LandingStateStore, 'readHint'>;
  readonly waiting: WaitingStore;
  readonly clock: Clock;
}

interface SeenHead {
  readonly slot: Slot | undefined;
  /** -1 before the first event. */
  readonly landed: number;
}

/**
 * Measures how long events have waited to be landed, by comparing the positions of the hubs with the heads of Bronze.
 * It reads no event, so it also works for an event that no reader can decode.
 *
 * A service that does not answer must not hide a stuck partition, so the last values that this process read are used
 * instead.
 */
export class LandingAges {
  readonly #options: LandingAgesOptions;
  readonly #heads = new Map<string, SeenHead>();
  #waiting = new Map<string, WaitingPartition>();

  constructor(options: LandingAgesOptions) {
    this.#options = options;
  }

  /** Measures every partition once. Never throws. */
  async measure(): Promise<LandingAgesReading> {
    const faults: unknown[] = [];
    const report = (fault: unknown): undefined => {
      faults.push(fault);
    };
    const rows = await this.#options.waiting.list().catch(report);
    if (rows !== undefined) this.#waiting = new Map(rows.map((row) => [partitionPath(row), row]));
    const ages = await Promise.all(
      this.#options.sources.map((source) => this.#measureSource(source, report).catch(report)),
    );
    return { ages: ages.flatMap((list) => list ?? []), faults };
  }

  async #measureSource(
    source: Source,
    report: (fault: unknown) => undefined,
  ): Promise<readonly LandingAge[]> {
    const { hub } = this.#options;
    const [hubGeneration, partitions] = await Promise.all([
      hub.readHubGeneration(source),
      hub.readPartitions(source),
    ]);
    const ages = await Promise.all(
      partitions.map((partition) =>
        this.#measurePartition({ source, hubGeneration, partition: partition.partition }, partition, report),
      ),
    );
    const past = [...this.#waiting.values()].filter(
      (row) => row.source === source && row.hubGeneration !== hubGeneration,
    );
    await Promise.all(past.map((row) => this.#keep(row, undefined).catch(report)));
    return ages.filter((age) => age !== undefined);
  }

  async #measurePartition(
    partition: PartitionId,
    hub: HubPartition,
    report: (fault: unknown) => undefined,
  ): Promise<LandingAge | undefined> {
    const head = (await this.#readHead(partition).catch(report)) ?? this.#heads.get(partitionPath(partition));
    if (head === undefined) return undefined;
    const now = this.#options.clock.now().getTime();
    const known = this.#waiting.get(partitionPath(partition))?.waiting;
    const waiting = nextWaiting(known, hub, head.landed, now);
    if (waiting !== known) await this.#keep(partition, waiting).catch(report);
    const next = head.landed + 1;
    const lost = hub.beginSequenceNumber > next ? { from: next, to: hub.beginSequenceNumber - 1 } : undefined;
    const events = Math.max(0, hub.lastSequenceNumber - head.landed);
    return { ...partition, seconds: ageOf(waiting, now), events, lost };
  }

  async #readHead(partition: PartitionId): Promise<SeenHead> {
    const { store, state } = this.#options;
    const key = partitionPath(partition);
    const hint = this.#heads.get(key)?.slot ?? (await state.readHint(partition));
    const { slot, metadata } = await findHead({ store, partition, hint });
    const head: SeenHead =
      metadata === undefined
        ? { slot: undefined, landed: -1 }
        : { slot: toSlot(slot), landed: metadata.lastSequenceNumber };
    this.#heads.set(key, head);
    return head;
  }

  async #keep(partition: PartitionId, waiting: WaitingEvent | undefined): Promise<void> {
    const { source, hubGeneration, partition: number } = partition;
    const key = { source, hubGeneration, partition: number };
    if (waiting === undefined) {
      this.#waiting.delete(partitionPath(key));
      await this.#options.waiting.clear(key);
      return;
    }
    const row = { ...key, waiting };
    this.#waiting.set(partitionPath(key), row);
    await this.#options.waiting.write(row);
  }
}

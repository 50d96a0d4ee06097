import { type Lease } from '../../../src/lib/live/deliver/delivery-lease';
import {
  type DeliveryStore,
  type ObservedWrite,
  type SweptMinute,
} from '../../../src/lib/live/deliver/delivery-store';
import { EVENT_HASH_BYTES, IDS_PER_ROW } from '../../../src/lib/live/windows/event-ids';
import { type WindowReader } from '../../../src/lib/live/ports';
import { type SinkStatus } from '../../../src/lib/live/sink-status';
import { type LivePosition } from '../../../src/lib/live/windows/live-position';
import {
  type AggregateOutcome,
  type LiveStateStore,
  type MinuteWrite,
  type StoredMinute,
  type StoredPosition,
} from '../../../src/lib/live/windows/live-state-store';
import { type PartitionId } from '../../../src/lib/event-log/positions';
import { readConsistently } from '../../../src/lib/live/windows/read-consistently';
import { beganLater } from '../../../src/lib/live/windows/read-consistently';
import { type View } from '../../../src/lib/live/windows/view';
import { type MinuteState, type PartitionWindows } from '../../../src/lib/live/windows/window-state';
import { SluiceError } from '../../../src/lib/platform/errors';
import { type Source } from '../../../src/lib/contracts/source';

interface MemoryMinute {
  readonly view: string;
  readonly shape: string;
  readonly state: MinuteState;
  readonly ids: readonly Uint8Array[];
}

interface MemoryPartition {
  readonly partition: PartitionId;
  stored: StoredPosition | undefined;
  minutes: Map<string, MemoryMinute>;
  delivered: number;
}

/** Live windows in memory, with the rules of the table and a count of requests. */
export class MemoryLiveState implements LiveStateStore, DeliveryStore, WindowReader {
  readonly partitions = new Map<string, MemoryPartition>();
  readonly views: readonly View[];
  statuses: readonly SinkStatus[] = [];
  readonly requests = { readPosition: 0, readMinute: 0, write: 0, listMinutes: 0 };
  /** Maximum minutes of a write and groups of a minute. Larger writes are too large. */
  most = { minutes: 25, groups: Infinity };
  lease: (Lease & { readonly etag: string }) | undefined;
  #etag = 0;
  readonly #observers: ((write: ObservedWrite) => void)[] = [];

  constructor(views: readonly View[]) {
    this.views = views;
  }

  register(partition: PartitionId): Promise<void> {
    if (this.#find(partition) === undefined) {
      this.partitions.set(keyOf(partition), {
        partition,
        stored: undefined,
        minutes: new Map(),
        delivered: 0,
      });
    }
    return Promise.resolve();
  }

  /** The store's clock, milliseconds since the epoch. */
  now: () => number = () => 0;

  listPartitions(source: Source): Promise<readonly PartitionId[]> {
    const all = [...this.partitions.values()].map(({ partition }) => partition);
    return Promise.resolve(all.filter((partition) => partition.source === source));
  }

  readPosition(partition: PartitionId): Promise<StoredPosition | undefined> {
    this.requests.readPosition += 1;
    return Promise.resolve(this.#find(partition)?.stored);
  }

  firstVersion(): Promise<number> {
    return Promise.resolve(0);
  }

  readMinute(partition: PartitionId, view: View, minute: number): Promise<StoredMinute | undefined> {
    this.requests.readMinute += 1;
    const found = this.#find(partition)?.minutes.get(minuteKeyOf(view.name, minute));
    const state = found && stateOf(view, found);
    return Promise.resolve(found && state && { state, ids: found.ids });
  }

  readMinuteState(partition: PartitionId, view: View, minute: number): Promise<MinuteState | undefined> {
    const found = this.#find(partition)?.minutes.get(minuteKeyOf(view.name, minute));
    return Promise.resolve(found && stateOf(view, found));
  }

  write(
    partition: PartitionId,
    position: LivePosition,
    etag: string | undefined,
    minutes: readonly MinuteWrite[],
  ): Promise<AggregateOutcome> {
    this.requests.write += 1;
    const isTooLarge =
      minutes.length > this.most.minutes ||
      minutes.some(({ state }) => state.windows.some(({ groups }) => groups.length > this.most.groups));
    if (isTooLarge) return Promise.resolve({ outcome: 'too-large' });
    const found = this.#find(partition);
    if (found === undefined) throw new Error('register the partition before it is written');
    if (found.stored?.etag !== etag) {
      return Promise.resolve({ outcome: 'conflict', cause: new Error('412 UpdateConditionNotSatisfied') });
    }
    found.stored = {
      position: structuredClone(position),
      etag: `etag ${++this.#etag}`,
      writtenAt: this.now(),
    };
    for (const { view, state, ids } of minutes) {
      const key = minuteKeyOf(view.name, state.minute);
      const before = found.minutes.get(key)?.ids ?? [];
      found.minutes.set(key, {
        view: view.name,
        shape: view.shape,
        state: structuredClone(state),
        ids: ids.bytes.length === 0 ? before : [...before.slice(0, ids.row), ...splitRows(ids.bytes)],
      });
    }
    // Copies, as the minutes of a write may be used on.
    const copies = minutes.map(({ view, state }) => ({ view, state: structuredClone(state) }));
    for (const observe of this.#observers)
      observe({ partition, position: structuredClone(position), minutes: copies });
    return Promise.resolve({ outcome: 'written', etag: found.stored.etag });
  }

  observeWrites(observer: (write: ObservedWrite) => void): void {
    this.#observers.push(observer);
  }

  readDelivered(partition: PartitionId): Promise<number> {
    return Promise.resolve(this.#find(partition)?.delivered ?? 0);
  }

  writeDelivered(partition: PartitionId, version: number): Promise<void> {
    const found = this.#find(partition);
    if (found !== undefined) found.delivered = version;
    return Promise.resolve();
  }

  readLease(): Promise<(Lease & { readonly etag: string }) | undefined> {
    return Promise.resolve(this.lease);
  }

  writeLease(lease: Lease, etag: string | undefined): Promise<string | undefined> {
    if (this.lease?.etag !== etag) return Promise.resolve(undefined);
    this.lease = { ...lease, etag: `etag ${++this.#etag}` };
    return Promise.resolve(this.lease.etag);
  }

  readSinkStatuses(): Promise<readonly SinkStatus[]> {
    return Promise.resolve(this.statuses);
  }

  writeSinkStatuses(statuses: readonly SinkStatus[]): Promise<void> {
    this.statuses = statuses;
    return Promise.resolve();
  }

  listMinutes(partition: PartitionId, view: View, from: number, to: number): Promise<readonly MinuteState[]> {
    this.requests.listMinutes += 1;
    const all = [...(this.#find(partition)?.minutes.values() ?? [])]
      .filter(({ view: name, state }) => name === view.name && state.minute >= from && state.minute < to)
      .flatMap((minute) => stateOf(view, minute) ?? []);
    return Promise.resolve(all.sort((a, b) => a.minute - b.minute));
  }

  readWindows(query: {
    readonly source: Source;
    readonly view: string;
    readonly from: number;
    readonly to: number;
  }): Promise<readonly PartitionWindows[]> {
    const view = this.views.find(({ name, source }) => name === query.view && source === query.source);
    if (view === undefined) {
      const message = `hub '${query.source}' has no view '${query.view}'`;
      return Promise.reject(new SluiceError('serve_view_unknown', message, { kind: 'misuse' }));
    }
    const { from, to } = query;
    return readConsistently({ store: this, view, from, to, pause: () => Promise.resolve() });
  }

  listBelow(
    partition: PartitionId,
    view: View,
    wholeFrom: number,
    limit: number,
  ): Promise<readonly SweptMinute[]> {
    this.requests.listMinutes += 1;
    // Of any shape.
    const minutes = [...(this.#find(partition)?.minutes.values() ?? [])]
      .filter(({ view: name, state }) => name === view.name && state.minute < wholeFrom)
      .map(({ state: { minute, lastSequenceNumber } }) => ({ minute, lastSequenceNumber }))
      .sort((a, b) => a.minute - b.minute);
    return Promise.resolve(minutes.slice(0, limit));
  }

  writePosition(
    partition: PartitionId,
    position: LivePosition,
    etag: string,
  ): Promise<'written' | 'conflict'> {
    const found = this.#find(partition);
    if (found?.stored?.etag !== etag) return Promise.resolve('conflict');
    found.stored = {
      position: structuredClone(position),
      etag: `etag ${++this.#etag}`,
      writtenAt: this.now(),
    };
    return Promise.resolve('written');
  }

  deleteBelow(partition: PartitionId, view: View, wholeFrom: number): Promise<void> {
    const minutes = this.#find(partition)?.minutes;
    for (const [key, { view: name, state }] of minutes ?? []) {
      if (name === view.name && state.minute < wholeFrom) minutes?.delete(key);
    }
    return Promise.resolve();
  }

  #find(partition: PartitionId): MemoryPartition | undefined {
    return this.partitions.get(keyOf(partition));
  }
}

function keyOf({ source, hubGeneration, partition }: PartitionId): string {
  return `${source}|${hubGeneration}|${partition}`;
}

function minuteKeyOf(view: string, minute: number): string {
  return `${view}|${minute}`;
}

function stateOf(view: View, { shape, state }: MemoryMinute): MinuteState | undefined {
  if (shape === view.shape) return structuredClone(state);
  return beganLater(view.shape) ? undefined : structuredClone({ ...state, windows: [], overflowed: true });
}

function splitRows(bytes: Buffer): Buffer[] {
  const step = IDS_PER_ROW * EVENT_HASH_BYTES;
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) =>
    Buffer.from(bytes.subarray(index * step, (index + 1) * step)),
  );
}

import {
  WindowDeliverer,
  type WindowDelivererOptions,
} from '../../../../src/lib/live/deliver/window-deliverer';
import { type ObservedWrite } from '../../../../src/lib/live/deliver/delivery-store';
import { type WindowRow, type WindowSink } from '../../../../src/lib/live/ports';
import { mergeWindows, toWindowRows } from '../../../../src/lib/live/windows/merge-groups';
import { type MemoryLiveState } from '../../../testing/fakes/memory-live-state';
import { MINUTE, setUp as setUpAggregator, VIEW } from '../windows/live-scene';

/** A sink that keeps the row with the most events of each key, as readers of all sinks do. */
export class KeepingSink implements WindowSink {
  readonly name: string;
  readonly kept = new Map<string, WindowRow>();
  /** Row counts of the writes, one for each call. */
  readonly writes: number[] = [];
  /** Faults of the next writes; undefined is success. */
  readonly faults: (Error | undefined)[] = [];
  /** If set, writes wait for it. */
  gate: Promise<void> | undefined;
  closed = false;

  constructor(name: string) {
    this.name = name;
  }

  async write(rows: readonly WindowRow[]): Promise<void> {
    await this.gate;
    this.writes.push(rows.length);
    const fault = this.faults.shift();
    // A sink may have written some rows before it fails.
    const taken = fault === undefined ? rows : rows.slice(0, Math.ceil(rows.length / 2));
    for (const row of taken) {
      const key = rowKey(row);
      if (row.events >= (this.kept.get(key)?.events ?? 0)) this.kept.set(key, row);
    }
    if (fault !== undefined) throw fault;
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }
}

export function rowKey({ windowStart, keys }: WindowRow): string {
  return JSON.stringify([windowStart, keys]);
}

/** The rows that a sink must have in the end, from the current state of the store. */
export async function rowsOf(store: MemoryLiveState): Promise<Map<string, WindowRow>> {
  const range = { from: MINUTE - 86_400_000, to: MINUTE + 86_400_000 };
  const parts = await store.readWindows({ source: 'iot', view: VIEW.name, ...range });
  const windows = mergeWindows(parts.flatMap(({ minutes }) => minutes.flatMap((minute) => minute.windows)));
  return new Map(toWindowRows(VIEW, windows).map((row) => [rowKey(row), row]));
}

/** Aggregators and a deliverer over a store in memory. */
export function setUp(options: Partial<WindowDelivererOptions> = {}) {
  const aggregation = setUpAggregator();
  const sinks = [new KeepingSink('one'), new KeepingSink('two')] as const;
  /** @param observes which partitions are written by the process of the deliverer */
  const openDeliverer = (
    more: Partial<WindowDelivererOptions> = {},
    observes: (partition: number) => boolean = () => false,
  ) =>
    new WindowDeliverer({
      views: [VIEW],
      store: asProcess(aggregation.store, observes),
      sinks,
      clock: { now: () => new Date(aggregation.clock.time) },
      // No sink exceeds the patience unless a test sets it.
      pause: () => new Promise(() => undefined),
      ...options,
      ...more,
    });
  return { ...aggregation, sinks, openDeliverer, deliverer: openDeliverer() };
}

/** The store as a process sees it that writes some partitions itself. */
function asProcess(store: MemoryLiveState, observes: (partition: number) => boolean): MemoryLiveState {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'observeWrites') {
        return (observer: (write: ObservedWrite) => void): void => {
          target.observeWrites((write) => {
            if (observes(write.partition.partition)) observer(write);
          });
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

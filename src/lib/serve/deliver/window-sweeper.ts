import { type Clock } from '../../shared/clock';
import { toSequenceNumber } from '../../shared/positions';
import { toMinute } from '../windows/fold-piece';
import { type LivePosition } from '../windows/live-position';
import { type LivePartition } from '../windows/live-state-store';
import { type View } from '../windows/view';
import { type OutsideEvents } from '../windows/window-state';
import { type DeliveryStore, type SweptMinute } from './delivery-store';

export interface WindowSweeperOptions {
  /** Of every source. */
  readonly views: readonly View[];
  readonly store: DeliveryStore;
  readonly clock: Clock;
  readonly retentionHours: number;
  /** @default 10 */
  readonly everyMinutes?: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * Deletes windows below the floor, of partitions that are folded no longer, too. What it deletes becomes part of
 * `outside` first: a reader must still learn that a minute had events that a batch view may lack.
 */
export class WindowSweeper {
  readonly #options: Required<WindowSweeperOptions>;
  #sweptAt = -Infinity;

  constructor(options: WindowSweeperOptions) {
    this.#options = { everyMinutes: 10, ...options };
  }

  /** Sweeps where the last time is long enough ago. @throws SluiceError `table_unavailable` */
  async sweepWhenDue(): Promise<void> {
    const { clock, everyMinutes } = this.#options;
    const now = clock.now().getTime();
    if (now - this.#sweptAt < everyMinutes * MINUTE) return;
    this.#sweptAt = now;
    await this.sweep();
  }

  /** @returns minutes that were deleted */
  async sweep(): Promise<number> {
    const { store, views } = this.#options;
    const sources = [...new Set(views.map(({ source }) => source))];
    let deleted = 0;
    for (const source of sources) {
      const ofSource = views.filter((view) => view.source === source);
      for (const partition of await store.listPartitions(source)) {
        deleted += await this.#sweepPartition(partition, ofSource);
      }
    }
    return deleted;
  }

  async #sweepPartition(partition: LivePartition, views: readonly View[]): Promise<number> {
    const { store, clock, retentionHours } = this.#options;
    const stored = await store.readPosition(partition);
    if (stored === undefined) return 0;
    const { position, etag } = stored;
    const floor = Math.max(position.floor, toMinute(clock.now().getTime() - retentionHours * HOUR));
    const below = await Promise.all(
      views.map(async (view) => ({ view, minutes: await store.listBelow(partition, view, floor) })),
    );
    const found = below.filter(({ minutes }) => minutes.length > 0);
    if (found.length === 0) return 0;
    const outside = { ...position.outside };
    for (const { view, minutes } of found) outside[view.name] = addSwept(outside[view.name], minutes);
    const next: LivePosition = { ...position, version: position.version + 1, floor, outside };
    // A fold came in between: next time.
    if ((await store.writePosition(partition, next, etag)) === 'conflict') return 0;
    for (const { view } of found) await store.deleteBelow(partition, view, floor);
    return found.reduce((sum, { minutes }) => sum + minutes.length, 0);
  }
}

function addSwept(outside: OutsideEvents | undefined, minutes: readonly SweptMinute[]): OutsideEvents {
  const last = Math.max(...minutes.map(({ lastSequenceNumber }) => lastSequenceNumber));
  return {
    events: outside?.events ?? 0,
    lastSequenceNumber: toSequenceNumber(Math.max(last, outside?.lastSequenceNumber ?? 0)),
    earliest: Math.min(outside?.earliest ?? Infinity, ...minutes.map(({ minute }) => minute)),
    latest: Math.max(outside?.latest ?? -Infinity, ...minutes.map(({ minute }) => minute)),
  };
}

import { WORK_MILLISECONDS } from '../../platform/call-limits';
import { type Clock } from '../../platform/clock';
import { type PartitionId, toSequenceNumber } from '../../event-log/positions';
import { toMinute } from '../windows/aggregate-chunk';
import { type LivePosition } from '../windows/live-position';
import { type View } from '../windows/view';
import { type EventsOutsideRetention } from '../windows/window-state';
import { type DeliveryStore, type SweptMinute } from './delivery-store';

export interface WindowSweeperOptions {
  /** Of all sources. */
  readonly views: readonly View[];
  readonly store: DeliveryStore;
  readonly clock: Clock;
  readonly retentionHours: number;
  /** @default 10 */
  readonly everyMinutes?: number;
  /** Minutes of one view that are deleted together. @default 2000 */
  readonly minutesATime?: number;
}

/** The rest of a sweep that has not finished. */
interface Round {
  readonly partitions: PartitionId[];
  readonly beganAt: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * Deletes windows older than the retention, also of partitions that receive no more events. Before it deletes
 * a minute, it adds the minute to `outsideRetention`: readers must know that the minute had events that a
 * batch view may lack.
 *
 * If a sweep is too long for one call, the next call continues at the partition where it stopped. A new
 * process begins at the first partition; partitions that are already swept take no time.
 */
export class WindowSweeper {
  readonly #options: Required<WindowSweeperOptions>;
  #sweptAt = -Infinity;
  #round: Round | undefined;

  constructor(options: WindowSweeperOptions) {
    this.#options = { everyMinutes: 10, minutesATime: 2000, ...options };
  }

  /**
   * Sweeps if the last sweep is long enough ago, or continues an unfinished one.
   *
   * @param until when to stop, in milliseconds since 1970 @default as long as a call may begin further work
   * @returns minutes that were deleted
   * @throws SluiceError `table_unavailable`
   */
  async sweepWhenDue(until = this.#now() + WORK_MILLISECONDS): Promise<number> {
    const isDue = this.#now() - this.#sweptAt >= this.#options.everyMinutes * MINUTE;
    return this.#round !== undefined || isDue ? this.sweep(until) : 0;
  }

  /** As {@link sweepWhenDue}, without the check of the time. */
  async sweep(until = this.#now() + WORK_MILLISECONDS): Promise<number> {
    const round = (this.#round ??= { partitions: await this.#listPartitions(), beganAt: this.#now() });
    const { partitions } = round;
    let deleted = 0;
    for (let partition = partitions.shift(); partition !== undefined; partition = partitions.shift()) {
      try {
        const swept = await this.#sweepPartition(partition);
        deleted += swept.deleted;
        if (swept.hasMore) partitions.unshift(partition);
      } catch (error) {
        // The next call starts with the other partitions, so that a faulty one does not block them.
        partitions.push(partition);
        throw error;
      }
      if (this.#now() >= until && partitions.length > 0) return deleted;
    }
    this.#sweptAt = round.beganAt;
    this.#round = undefined;
    return deleted;
  }

  async #listPartitions(): Promise<PartitionId[]> {
    const { store, views } = this.#options;
    const sources = [...new Set(views.map(({ source }) => source))];
    return (await Promise.all(sources.map((source) => store.listPartitions(source)))).flat();
  }

  /** Sweeps at most `minutesATime` old minutes of each view of a partition. */
  async #sweepPartition(
    partition: PartitionId,
  ): Promise<{ readonly deleted: number; readonly hasMore: boolean }> {
    const { store, retentionHours, minutesATime } = this.#options;
    const views = this.#options.views.filter(({ source }) => source === partition.source);
    const none = { deleted: 0, hasMore: false };
    const stored = await store.readPosition(partition);
    if (stored === undefined) return none;
    const { position, etag } = stored;
    const wanted = Math.max(position.wholeFrom, toMinute(this.#now() - retentionHours * HOUR));
    const listed = await Promise.all(
      views.map(async (view) => ({
        view,
        minutes: await store.listBelow(partition, view, wanted, minutesATime),
      })),
    );
    // All views share one `wholeFrom`, so a view with more minutes than one round limits the others.
    const ends = listed.flatMap(({ minutes }) => {
      const last = minutes.at(-1);
      return last === undefined || minutes.length < minutesATime ? [] : [last.minute + MINUTE];
    });
    const end = Math.min(wanted, ...ends);
    const found = listed
      .map(({ view, minutes }) => ({ view, minutes: minutes.filter(({ minute }) => minute < end) }))
      .filter(({ minutes }) => minutes.length > 0);
    if (found.length === 0) return none;
    const outsideRetention = { ...position.outsideRetention };
    for (const { view, minutes } of found)
      outsideRetention[view.name] = addSwept(outsideRetention[view.name], minutes);
    const wholeFrom = Math.max(position.wholeFrom, end);
    const next: LivePosition = { ...position, version: position.version + 1, wholeFrom, outsideRetention };
    // The aggregator changed the position meanwhile. The next sweep tries again.
    if ((await store.writePosition(partition, next, etag)) === 'conflict') return none;
    for (const { view } of found) await store.deleteBelow(partition, view, end);
    const deleted = found.reduce((sum, { minutes }) => sum + minutes.length, 0);
    return { deleted, hasMore: end < wanted };
  }

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

function addSwept(
  outsideRetention: EventsOutsideRetention | undefined,
  minutes: readonly SweptMinute[],
): EventsOutsideRetention {
  const last = Math.max(...minutes.map(({ lastSequenceNumber }) => lastSequenceNumber));
  return {
    events: outsideRetention?.events ?? 0,
    lastSequenceNumber: toSequenceNumber(Math.max(last, outsideRetention?.lastSequenceNumber ?? 0)),
    earliest: Math.min(outsideRetention?.earliest ?? Infinity, ...minutes.map(({ minute }) => minute)),
    latest: Math.max(outsideRetention?.latest ?? -Infinity, ...minutes.map(({ minute }) => minute)),
  };
}

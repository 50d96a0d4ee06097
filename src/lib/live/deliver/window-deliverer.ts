import { type Clock } from '../../platform/clock';
import { type WindowRow, type WindowSink } from '../ports';
import { type SinkStatus } from '../sink-status';
import { minuteKey } from '../windows/aggregate-chunk';
import { type LivePosition } from '../windows/live-position';
import { type PartitionId } from '../../event-log/positions';
import { mergeWindows, toWindowRows } from '../windows/merge-groups';
import { inPartition } from '../windows/read-consistently';
import { type View } from '../windows/view';
import { type MinuteState } from '../windows/window-state';
import { type DeliveryStore } from './delivery-store';
import { SinkRunner, type SinkOutcome } from './sink-runner';

export interface WindowDelivererOptions {
  /** Of all sources. */
  readonly views: readonly View[];
  readonly store: DeliveryStore;
  readonly sinks: readonly WindowSink[];
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /**
   * How long one call waits for sinks. A slower sink continues, and later calls skip it until it has
   * finished. @default 10
   */
  readonly patienceSeconds?: number;
  /** Approximate number of minutes of one hub partition that one call delivers; the next call continues. @default 240 */
  readonly maxMinutes?: number;
}

/** A partition as it is when a delivery begins. */
interface Seen {
  readonly key: string;
  readonly partition: PartitionId;
  readonly position: LivePosition;
  /** Every sink has the changes up to this version, according to the table. */
  readonly delivered: number;
}

/** Minutes of one partition that one sink has not received. */
interface Lacking {
  readonly minutes: ReadonlyMap<string, { readonly view: View; readonly from: number; readonly to: number }>;
  /** The version that the sink has after it received them. */
  readonly version: number;
}

const MINUTE = 60_000;

/**
 * Delivers changed windows to the sinks: at least once, with the newest content, each sink at its own pace.
 *
 * The table holds the version that all sinks have, so a new process begins there and may deliver rows again.
 * Versions of single sinks beyond it are kept in memory only.
 */
export class WindowDeliverer {
  readonly #options: Required<WindowDelivererOptions>;
  readonly #runners: readonly SinkRunner[];
  readonly #delivered = new Map<string, number>();
  #running: Promise<readonly SinkOutcome[]> | undefined;
  #writtenStatuses = '';

  constructor(options: WindowDelivererOptions) {
    this.#options = { patienceSeconds: 10, maxMinutes: 240, ...options };
    this.#runners = options.sinks.map((sink) => new SinkRunner(sink, options.clock));
  }

  /**
   * Runs one round: delivers to every ready sink the windows it lacks. A call during a round joins that
   * round.
   *
   * @returns the outcome of each sink that answered in time, for the log
   * @throws SluiceError `table_unavailable`
   */
  async deliver(): Promise<readonly SinkOutcome[]> {
    this.#running ??= this.#deliver().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Statuses of this process. The table has those of the process that delivers. */
  statuses(): readonly SinkStatus[] {
    return this.#runners.map((runner) => runner.status());
  }

  async close(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.close()));
  }

  async #deliver(): Promise<readonly SinkOutcome[]> {
    const { pause, patienceSeconds } = this.#options;
    const ready = this.#runners.filter((runner) => runner.isReady);
    const outcomes: SinkOutcome[] = [];
    if (ready.length > 0) {
      const seen = await this.#look();
      const rowsOf = this.#createRowReader(seen);
      const working = ready.map(async (runner) => {
        const outcome = await runner.run(async () => {
          const lacking = seen.map((one) => ({ one, ...this.#lackingOf(runner, one) }));
          return {
            rows: await rowsOf(lacking.flatMap(({ minutes }) => [...minutes.values()])),
            versions: new Map(lacking.map(({ one, version }) => [one.key, version])),
          };
        });
        outcomes.push(outcome);
      });
      const all = Promise.all(working);
      await Promise.race([all, pause(1000 * patienceSeconds)]);
      // Table errors before this point fail the round. A later one occurs again in the next round.
      all.catch(() => undefined);
      await this.#noteDelivered(seen);
    }
    await this.#noteStatuses();
    return [...outcomes];
  }

  async #look(): Promise<readonly Seen[]> {
    const { store, views } = this.#options;
    const sources = [...new Set(views.map(({ source }) => source))];
    const partitions = (await Promise.all(sources.map((source) => store.listPartitions(source)))).flat();
    const seen = await Promise.all(
      partitions.map(async (partition): Promise<Seen | undefined> => {
        const key = keyOf(partition);
        const stored = await store.readPosition(partition);
        if (stored === undefined) return undefined;
        const delivered = this.#delivered.get(key) ?? (await store.readDelivered(partition));
        this.#delivered.set(key, delivered);
        return { key, partition, position: stored.position, delivered };
      }),
    );
    return seen.filter((one) => one !== undefined);
  }

  #lackingOf(runner: SinkRunner, { key, partition, position, delivered }: Seen): Lacking {
    const { views, maxMinutes } = this.#options;
    const taken = runner.takenOf(key, delivered);
    const changes = views
      .filter(({ source }) => source === partition.source)
      .flatMap((view) => (position.changes[view.name] ?? []).map((change) => ({ view, ...change })))
      .filter((change) => change.version > taken)
      .sort((a, b) => a.version - b.version);
    const minutes = new Map<string, { view: View; from: number; to: number }>();
    let count = 0;
    let version = taken;
    for (const change of changes) {
      // Minutes of one version are delivered together, because the sink is recorded as having that version.
      if (count >= maxMinutes && change.version !== version) return { minutes, version };
      const { view, from, to } = change;
      minutes.set(`${minuteKey(view.name, from)}|${to}`, { view, from, to });
      count += (to - from) / MINUTE + 1;
      ({ version } = change);
    }
    return { minutes, version: position.version };
  }

  /** Makes a reader that reads each minute once a round, for all sinks that lack it. */
  #createRowReader(seen: readonly Seen[]) {
    const { store } = this.#options;
    const read = new Map<string, Promise<readonly WindowRow[]>>();
    const readRange = async (view: View, from: number, to: number): Promise<readonly WindowRow[]> => {
      const parts = await Promise.all(
        seen
          .filter(({ partition }) => partition.source === view.source)
          .map(({ partition, position }) =>
            readMinutes(store, partition, inPartition(position, view), from, to),
          ),
      );
      return toWindowRows(view, mergeWindows(parts.flat().flatMap(({ windows }) => windows)));
    };
    return async (
      ranges: readonly { readonly view: View; readonly from: number; readonly to: number }[],
    ): Promise<readonly WindowRow[]> => {
      const found = new Map<string, Promise<readonly WindowRow[]>>();
      for (const { view, from, to } of ranges) {
        const key = `${minuteKey(view.name, from)}|${to}`;
        const rows = read.get(key) ?? readRange(view, from, to);
        read.set(key, rows);
        found.set(key, rows);
      }
      return distinct((await Promise.all(found.values())).flat());
    };
  }

  /** Records the version that every sink has, so that the aggregator drops its older changes. */
  async #noteDelivered(seen: readonly Seen[]): Promise<void> {
    const { store } = this.#options;
    await Promise.all(
      seen.map(async ({ key, partition, delivered }) => {
        const version = Math.min(...this.#runners.map((runner) => runner.takenOf(key, delivered)));
        if (version <= delivered) return;
        await store.writeDelivered(partition, version);
        this.#delivered.set(key, version);
      }),
    );
  }

  /** Writes the statuses to the table, because other processes serve `GET /api/status`. */
  async #noteStatuses(): Promise<void> {
    const statuses = this.statuses();
    const text = JSON.stringify(statuses);
    if (text === this.#writtenStatuses) return;
    await this.#options.store.writeSinkStatuses(statuses);
    this.#writtenStatuses = text;
  }
}

/** Reads one minute by its key. Queries only if a row covers several minutes. */
async function readMinutes(
  store: DeliveryStore,
  partition: PartitionId,
  view: View,
  from: number,
  to: number,
): Promise<readonly MinuteState[]> {
  if (from !== to) return store.listMinutes(partition, view, from, to + MINUTE);
  const state = await store.readMinuteState(partition, view, from);
  return state === undefined ? [] : [state];
}

/** Ranges may overlap. Of two rows of one window, the one with more events is newer. */
function distinct(rows: readonly WindowRow[]): readonly WindowRow[] {
  const newest = new Map<string, WindowRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.view, row.windowStart, Object.values(row.keys)]);
    const before = newest.get(key);
    if (before === undefined || row.events > before.events) newest.set(key, row);
  }
  return newest.size === rows.length ? rows : [...newest.values()];
}

function keyOf({ source, hubGeneration, partition }: PartitionId): string {
  return `${source}|${hubGeneration}|${partition}`;
}

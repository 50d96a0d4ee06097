import { type Clock } from '../../platform/clock';
import { type WindowRow, type WindowSink } from '../ports';
import { type SinkStatus } from '../sink-status';
import { minuteKey } from '../windows/aggregate-chunk';
import { type LivePosition } from '../windows/live-position';
import { type PartitionId } from '../../event-log/positions';
import { mergeWindows, toWindowRows } from '../windows/merge-groups';
import { type View } from '../windows/view';
import { type MinuteState } from '../windows/window-state';
import { type DeliveryStore } from './delivery-store';
import { SinkRunner, type SinkOutcome } from './sink-runner';

export interface WindowDelivererOptions {
  /** Of every source. */
  readonly views: readonly View[];
  readonly store: DeliveryStore;
  readonly sinks: readonly WindowSink[];
  readonly clock: Clock;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** How long one call waits for sinks; a slower one goes on, and is left out of the calls until it is done. @default 10 */
  readonly patienceSeconds?: number;
  /** Minutes of one hub partition in one call, about; the rest follows in the next. @default 240 */
  readonly maxMinutes?: number;
}

/** A partition as it is at the beginning of a delivery. */
interface Seen {
  readonly key: string;
  readonly partition: PartitionId;
  readonly position: LivePosition;
  /** Up to here every sink has the changes, as the table says. */
  readonly delivered: number;
}

/** What one sink lacks of one partition. */
interface Lacking {
  readonly minutes: ReadonlyMap<string, { readonly view: View; readonly from: number; readonly to: number }>;
  /** What it has after that. */
  readonly version: number;
}

const MINUTE = 60_000;

/**
 * Gives windows that have changed to the sinks: at least once, the newest content, and each sink at its own pace.
 *
 * What every sink has taken stands in the table, so a new process begins there and may give rows again; what each has taken
 * beyond that is known to this process alone.
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
   * One round: every sink that is ready gets what it lacks. A second call while one is under way is the same round.
   *
   * @returns what became of each sink that answered in time, for the log
   * @throws SluiceError `table_unavailable`
   */
  async deliver(): Promise<readonly SinkOutcome[]> {
    this.#running ??= this.#deliver().finally(() => (this.#running = undefined));
    return this.#running;
  }

  /** Of this process; the table has those of the process that delivers. */
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
      // A fault of the table is this round's; one that comes later is found again in the next.
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
      // Changes of one version go together: it is what the sink is said to have.
      if (count >= maxMinutes && change.version !== version) return { minutes, version };
      const { view, from, to } = change;
      minutes.set(`${minuteKey(view.name, from)}|${to}`, { view, from, to });
      count += (to - from) / MINUTE + 1;
      ({ version } = change);
    }
    return { minutes, version: position.version };
  }

  /** Reads each minute once in a round, however many sinks lack it. */
  #createRowReader(seen: readonly Seen[]) {
    const { store } = this.#options;
    const read = new Map<string, Promise<readonly WindowRow[]>>();
    const readRange = async (view: View, from: number, to: number): Promise<readonly WindowRow[]> => {
      const parts = await Promise.all(
        seen
          .filter(({ partition }) => partition.source === view.source)
          .map(({ partition }) => readMinutes(store, partition, view, from, to)),
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

  /** Raises what every sink has: the folder forgets those changes. */
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

  /** Other processes answer for the status. */
  async #noteStatuses(): Promise<void> {
    const statuses = this.statuses();
    const text = JSON.stringify(statuses);
    if (text === this.#writtenStatuses) return;
    await this.#options.store.writeSinkStatuses(statuses);
    this.#writtenStatuses = text;
  }
}

/** One minute is read by its key; only a row that stands for many is worth a query. */
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

/** Ranges may overlap; of a window that was read twice the one with more events is the newer. */
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

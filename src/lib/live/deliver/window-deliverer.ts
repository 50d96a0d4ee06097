import { type Clock } from '../../platform/clock';
import { type WindowRow, type WindowSink } from '../ports';
import { type SinkStatus } from '../sink-status';
import { minuteKey } from '../windows/aggregate-chunk';
import { mergeWindows, toWindowRows } from '../windows/merge-groups';
import { inPartition } from '../windows/read-consistently';
import { type View } from '../windows/view';
import { type DeliveryStore } from './delivery-store';
import { MinuteReader, type Seen } from './minute-reader';
import { type ChangedPartition, keyOf, PartitionWatch } from './partition-watch';
import { rowKeyOf, SinkRunner, type SinkOutcome } from './sink-runner';

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

/** Minutes of one partition that one sink has not received. */
interface Lacking {
  readonly minutes: ReadonlyMap<string, { readonly view: View; readonly from: number; readonly to: number }>;
  /** The version that the sink has after it received them. */
  readonly version: number;
}

const MINUTE = 60_000;

/** How often rounds after a change record in the table what the sinks have. */
const NOTE_MILLISECONDS = 5000;

/**
 * Delivers changed windows to the sinks: at least once, with the newest content, each sink at its own pace.
 *
 * The table holds the version that all sinks have, so a new process begins there and may deliver rows again.
 * Versions of single sinks beyond it are kept in memory only.
 */
export class WindowDeliverer {
  readonly #options: Required<WindowDelivererOptions>;
  readonly #runners: readonly SinkRunner[];
  readonly #watch: PartitionWatch;
  readonly #minutes: MinuteReader;
  #running: Promise<readonly SinkOutcome[]> | undefined;
  #notedAt = -Infinity;
  #writtenStatuses = '';

  constructor(options: WindowDelivererOptions) {
    this.#options = { patienceSeconds: 10, maxMinutes: 240, ...options };
    const { store, clock, sinks, views } = options;
    const sources = [...new Set(views.map(({ source }) => source))];
    this.#runners = sinks.map((sink) => new SinkRunner(sink, clock));
    this.#watch = new PartitionWatch({ store, clock, sources });
    this.#minutes = new MinuteReader(store);
    store.observeWrites(({ partition, position, minutes }) => {
      const key = keyOf(partition);
      this.#watch.noteWritten(key, position);
      this.#minutes.keep(key, { position, minutes });
    });
  }

  /**
   * Runs one round: delivers to every ready sink the windows it lacks. A call during a round joins that
   * round.
   *
   * @param changed reads the positions of these partitions alone; those of others can be two seconds old
   *   @default all
   * @returns the outcome of each sink that answered in time, for the log
   * @throws SluiceError `table_unavailable`
   */
  async deliver(changed?: readonly ChangedPartition[]): Promise<readonly SinkOutcome[]> {
    this.#running ??= this.#deliver(changed).finally(() => (this.#running = undefined));
    return this.#running;
  }

  /**
   * In how many milliseconds a round can deliver something; undefined if no sink lacks anything.
   *
   * @param hasChanges whether there are changes that no round has read
   */
  nextRoundIn(hasChanges: boolean): number | undefined {
    const waits = this.#runners
      .filter((runner) => hasChanges || this.#watch.seen.some((one) => lacks(runner, one)))
      .map((runner) => runner.readyIn);
    return waits.length === 0 ? undefined : Math.min(...waits);
  }

  /** Forgets what was read, because another process may have delivered since. */
  forget(): void {
    this.#minutes.clear();
    this.#watch.forget();
  }

  /** Records in the table what the sinks have. Rounds after a change do this only every few seconds. */
  async note(): Promise<void> {
    this.#notedAt = this.#now();
    await this.#noteDelivered(this.#watch.seen);
    await this.#noteStatuses();
  }

  /** Statuses of this process. The table has those of the process that delivers. */
  statuses(): readonly SinkStatus[] {
    return this.#runners.map((runner) => runner.status());
  }

  async close(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.close()));
  }

  async #deliver(changed: readonly ChangedPartition[] | undefined): Promise<readonly SinkOutcome[]> {
    const { pause, patienceSeconds } = this.#options;
    const ready = this.#runners.filter((runner) => runner.isReady);
    const outcomes: SinkOutcome[] = [];
    if (ready.length > 0) {
      const seen = await this.#watch.look(changed);
      const rowsOf = this.#createRowReader(seen);
      const working = ready.map(async (runner) => {
        const outcome = await runner.run(async () => {
          const lacking = seen.map((one) => ({ one, ...this.#lackingOf(runner, one) }));
          return {
            rows: await rowsOf(lacking.flatMap(({ minutes }) => [...minutes.values()])),
            versions: new Map(lacking.map(({ one, version }) => [one.key, version])),
          };
        }, changed !== undefined);
        outcomes.push(outcome);
      });
      const all = Promise.all(working);
      await Promise.race([all, pause(1000 * patienceSeconds)]);
      // Table errors before this point fail the round. A later one occurs again in the next round.
      all.catch(() => undefined);
    }
    const isDue = this.#now() - this.#notedAt >= NOTE_MILLISECONDS;
    if (changed === undefined || isDue || outcomes.some(({ outcome }) => outcome === 'failed'))
      await this.note();
    return [...outcomes];
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
    const read = new Map<string, Promise<readonly WindowRow[]>>();
    const readRange = async (view: View, from: number, to: number): Promise<readonly WindowRow[]> => {
      const parts = await Promise.all(
        seen
          .filter(({ partition }) => partition.source === view.source)
          .map((one) => this.#minutes.read(one, inPartition(one.position, view), from, to)),
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
    if (this.#runners.length === 0) return;
    await Promise.all(
      seen.map(async (one) => {
        const { key, partition, delivered } = one;
        const version = Math.min(...this.#runners.map((runner) => runner.takenOf(key, delivered)));
        if (version <= delivered) return;
        await this.#options.store.writeDelivered(partition, version);
        this.#watch.noteDelivered(one, version);
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

  #now(): number {
    return this.#options.clock.now().getTime();
  }
}

/** Whether a sink lacks changes that the position lists. */
function lacks(runner: SinkRunner, { key, position, delivered }: Seen): boolean {
  const taken = runner.takenOf(key, delivered);
  return Object.values(position.changes).some((changes) => changes.some(({ version }) => version > taken));
}

/** Ranges may overlap. Of two rows of one window, the one with more events is newer. */
function distinct(rows: readonly WindowRow[]): readonly WindowRow[] {
  const newest = new Map<string, WindowRow>();
  for (const row of rows) {
    const key = rowKeyOf(row);
    const before = newest.get(key);
    if (before === undefined || row.events > before.events) newest.set(key, row);
  }
  return newest.size === rows.length ? rows : [...newest.values()];
}

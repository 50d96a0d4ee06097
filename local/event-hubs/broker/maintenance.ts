import { type PartitionLog } from '../log/partition-log';

export interface MaintenanceOptions {
  /** Interval of flushes to the disk; undefined: no flushes by time. */
  readonly fsyncIntervalMilliseconds: number | undefined;
  readonly retentionMilliseconds: number;
  readonly retentionBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

const SHORTEST_RETENTION_CHECK_MILLISECONDS = 1000;
const LONGEST_RETENTION_CHECK_MILLISECONDS = 60_000;

/** Regular work on the partitions. Its timers do not keep the process alive. */
export class Maintenance {
  readonly #timers: NodeJS.Timeout[] = [];
  #retention: Promise<void> = Promise.resolve();

  constructor(
    private readonly partitions: readonly PartitionLog[],
    private readonly options: MaintenanceOptions,
  ) {
    const { fsyncIntervalMilliseconds, retentionMilliseconds, report } = options;
    if (fsyncIntervalMilliseconds !== undefined) {
      const sync = async (): Promise<void> => {
        for (const partition of partitions) await partition.sync();
      };
      this.#timers.push(setInterval(() => void sync().catch(report), fsyncIntervalMilliseconds).unref());
    }
    const every = Math.min(
      Math.max(retentionMilliseconds / 4, SHORTEST_RETENTION_CHECK_MILLISECONDS),
      LONGEST_RETENTION_CHECK_MILLISECONDS,
    );
    this.#timers.push(setInterval(() => void this.applyRetention().catch(report), every).unref());
  }

  /** Applies retention to one partition after the other. */
  applyRetention(): Promise<void> {
    const run = this.#retention.then(() => this.#drop());
    this.#retention = run.catch(() => undefined);
    return run;
  }

  /** Resolves when running work has ended. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#retention;
  }

  async #drop(): Promise<void> {
    const { now, retentionMilliseconds, retentionBytes } = this.options;
    const expiresBefore = now() - retentionMilliseconds;
    for (const partition of this.partitions) await partition.applyRetention(expiresBefore, retentionBytes);
  }
}

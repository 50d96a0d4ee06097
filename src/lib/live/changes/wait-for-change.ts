import { type Source } from '../../contracts/source';
import { type PartitionId } from '../../event-log/positions';
import { type Clock } from '../../platform/clock';
import { type StoredPosition } from '../windows/live-state-store';
import { type ChangeSignal } from './change-signal';

export interface ChangeWaiterOptions {
  readonly store: {
    listPartitions(source: Source): Promise<readonly PartitionId[]>;
    readPosition(partition: PartitionId): Promise<StoredPosition | undefined>;
  };
  readonly signal: Pick<ChangeSignal, 'next'>;
  readonly clock: Clock;
  /** How long a call waits; 0 never waits. */
  readonly waitSeconds: number;
}

/** The version of a source's windows, and how long the next call would wait for another one. */
export interface WindowsVersion {
  readonly version: string;
  readonly waitSeconds: number;
}

/** How often the table is read for changes of other processes. */
const READ_MILLISECONDS = 1000;

/** Calls that wait at the same time. An instance of 2 GB serves 16 calls; the others must find room. */
const MAX_WAITING = 8;

/** Answers with the version of a source's windows, after it changed. */
export class ChangeWaiter {
  readonly #options: ChangeWaiterOptions;
  #waiting = 0;

  constructor(options: ChangeWaiterOptions) {
    this.#options = options;
  }

  /**
   * Reads the version. If it is the one that the caller has, it waits for another one first, as long as the settings
   * allow. If many calls wait already, it answers at once, with no seconds to wait.
   *
   * @param after the version that the caller has
   * @throws SluiceError `table_unavailable`
   */
  async wait(source: Source, after: string | undefined): Promise<WindowsVersion> {
    const { clock, signal, waitSeconds } = this.#options;
    const hasRoom = this.#waiting < MAX_WAITING;
    const end = clock.now().getTime() + (hasRoom ? 1000 * waitSeconds : 0);
    this.#waiting += 1;
    try {
      for (;;) {
        const left = end - clock.now().getTime();
        // Before the version is read, so that no change in between is missed.
        const changed = signal.next(source, Math.max(0, Math.min(left, READ_MILLISECONDS)));
        const version = await this.#readVersion(source);
        if (version !== after || left <= 0) return { version, waitSeconds: hasRoom ? waitSeconds : 0 };
        await changed;
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Changes with every write of a partition's position. */
  async #readVersion(source: Source): Promise<string> {
    const { store } = this.#options;
    const partitions = await store.listPartitions(source);
    const stored = await Promise.all(partitions.map((partition) => store.readPosition(partition)));
    const versions = stored.map((one) => one?.position.version ?? 0);
    return `${partitions.length}-${versions.reduce((sum, version) => sum + version, 0)}`;
  }
}

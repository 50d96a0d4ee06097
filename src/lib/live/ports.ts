import { type Source } from '../contracts/source';
import { type PartitionWindows } from './windows/window-state';

/** Reads live windows for answers and sinks. */
export interface WindowReader {
  /**
   * Reads a view's windows in `[from, to)` from every hub partition of every hub generation. Each partition
   * is read at one moment, but not all at the same moment.
   *
   * @param view name of the view, as `iot_telemetry`
   * @param from whole minute, milliseconds since the epoch
   * @param to whole minute, milliseconds since the epoch
   * @throws SluiceError `table_unavailable`
   */
  readWindows(query: {
    readonly source: Source;
    readonly view: string;
    readonly from: number;
    readonly to: number;
  }): Promise<readonly PartitionWindows[]>;
}

/**
 * One group of one window, merged over all hub partitions. Of two rows with one key, the one with more events
 * is newer.
 */
export interface WindowRow {
  /** As `iot_telemetry`. */
  readonly view: string;
  /** RFC 3339, UTC. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** By name, in the order of the contract. */
  readonly keys: Readonly<Record<string, string>>;
  /** Number of events. It only grows: of two rows with one key, the one with more events is newer. */
  readonly events: number;
  /** By name, in the order of the contract; null if no event of the window has the number. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** Receives live windows. It may get rows again, and older rows after newer ones. */
export interface WindowSink {
  /** As in the setting LIVE_SINKS. */
  readonly name: string;
  /**
   * Writes all rows or throws. After an error, rows that were already written may be given again.
   *
   * @throws SluiceError `transient`: the caller tries again with the newest rows, after `retryAfterSeconds`
   *   of its data. `permanent`: a person must act; the caller still tries again, rarely.
   */
  write(rows: readonly WindowRow[]): Promise<void>;
  /**
   * How long to wait after these rows, so that deliveries at this pace keep the limits of the sink, in milliseconds.
   * @default no wait
   */
  restMilliseconds?(rows: readonly WindowRow[]): number;
  close(): Promise<void>;
}

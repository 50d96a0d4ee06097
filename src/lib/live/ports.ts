import { type Source } from '../contracts/source';
import { type PartitionWindows } from './windows/window-state';

/** Live windows, as far as answers and sinks need them. */
export interface WindowReader {
  /**
   * What every hub partition of every incarnation has given to a view in `[from, to)`; each partition as of one moment,
   * not all of the same one.
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

/** One window of one group over all hub partitions, as a sink takes it. The newest of a key is the one with the most events. */
export interface WindowRow {
  /** As `iot_telemetry`. */
  readonly view: string;
  /** RFC 3339, UTC. */
  readonly windowStart: string;
  readonly windowEnd: string;
  /** By name, in the order of the contract. */
  readonly keys: Readonly<Record<string, string>>;
  /** Grows with every event; of two rows of one key the one with more is the newer. */
  readonly events: number;
  /** By name, in the order of the contract; null where no event of the window has the number. */
  readonly values: Readonly<Record<string, number | null>>;
}

/** Where live windows go. It may be given the same rows again, and older ones after newer ones. */
export interface WindowSink {
  /** As in the setting LIVE_SINKS. */
  readonly name: string;
  /**
   * Takes all rows or throws; what was taken before a throw may be given again.
   *
   * @throws SluiceError `transient` (called again with what is newest then, not before `retryAfterSeconds` of its data) or
   *   `permanent` (a person must look; called again all the same, rarely)
   */
  write(rows: readonly WindowRow[]): Promise<void>;
  close(): Promise<void>;
}

import { type Expectation } from '../model/model';

/** The result of an expectation. */
export interface ExpectationResult {
  readonly name: string;
  readonly action: Expectation['action'];
  /** Rows checked. */
  readonly checked: number;
  /** Rows for which the check is false or NULL. */
  readonly failed: number;
}

/**
 * The result of a model in a refresh: the file `_refresh/<number>/models/<model>.json` of the gold container.
 */
export interface ModelResult {
  readonly model: string;
  readonly refresh: number;
  /**
   * `committed`: the table has a new version; `unchanged`: no input is new; `already`: an earlier attempt
   * committed this refresh; `failed`: the table is unchanged.
   */
  readonly outcome: 'committed' | 'unchanged' | 'already' | 'failed';
  /** The table's version after the run; null for a view, and if there is no table. */
  readonly version: number | null;
  /** Rows that the SELECT returned. */
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows of the table that were replaced or removed. */
  readonly rowsRemoved: number;
  /** Rows that expectations dropped. */
  readonly rowsDropped: number;
  /** Of the rows written, in ISO 8601; null if the model has no event_time. */
  readonly newestEventTime: string | null;
  readonly expectations: readonly ExpectationResult[];
  /** Whether this refresh rebuilt the table: it computed every row from all of its inputs. */
  readonly rebuilt: boolean;
  /**
   * When the model changed, in ISO 8601, while the table still has rows of an older text of the model; null if
   * it has none.
   */
  readonly modelChangedAt: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMilliseconds: number;
  readonly error: string | null;
}

import { type Expectation } from '../model/model';

/** What an expectation found. */
export interface ExpectationResult {
  readonly name: string;
  readonly action: Expectation['action'];
  /** Rows looked at. */
  readonly checked: number;
  /** Rows for which the check is false or NULL. */
  readonly failed: number;
}

/** What became of a model in a refresh; the file `_refresh/<number>/models/<model>.json` of the gold container. */
export interface ModelResult {
  readonly model: string;
  readonly refresh: number;
  /**
   * `committed`: the table has a new version; `unchanged`: nothing that it reads is new; `already`: an earlier attempt
   * has committed this refresh; `failed`: the table is as it was.
   */
  readonly outcome: 'committed' | 'unchanged' | 'already' | 'failed';
  /** The table's version after the run; null for a view, and where there is no table. */
  readonly version: number | null;
  /** Rows that the SELECT gave. */
  readonly rowsRead: number;
  readonly rowsWritten: number;
  /** Rows that stood in the table and were replaced or removed. */
  readonly rowsRemoved: number;
  /** Rows left out by expectations. */
  readonly rowsDropped: number;
  /** Of the rows written, in ISO 8601; null where the model has no event_time. */
  readonly newestEventTime: string | null;
  readonly expectations: readonly ExpectationResult[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMilliseconds: number;
  readonly error: string | null;
}

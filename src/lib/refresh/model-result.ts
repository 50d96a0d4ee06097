/** What became of one expectation on a model's rows. */
export interface ExpectationResult {
  readonly name: string;
  readonly action: 'warn' | 'drop' | 'fail';
  /** Rows that were checked, and rows of them for which the check was not true. */
  readonly checked: number;
  readonly failed: number;
}

/** `gold/_refresh/<number>/models/<layer>.<table>.json`, written by whoever runs the model, overwritten at each attempt. */
export interface ModelResult {
  /** `<layer>.<table>` */
  readonly model: string;
  readonly refresh: number;
  /** `already`: a redone task found the table at this refresh. */
  readonly outcome: 'committed' | 'unchanged' | 'already' | 'failed';
  /** Of the Delta table; null before its first commit and for views. */
  readonly version: number | null;
  readonly rowsRead: number;
  readonly rowsWritten: number;
  readonly rowsRemoved: number;
  readonly rowsDropped: number;
  readonly newestEventTime: string | null;
  readonly expectations: readonly ExpectationResult[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMilliseconds: number;
  readonly error: string | null;
}

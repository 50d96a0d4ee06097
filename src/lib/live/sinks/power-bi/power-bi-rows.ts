import { type PowerBiLimits } from './power-bi-limits';
import { type PowerBiRow } from './to-power-bi-row';

/** Where the rows of one view go. */
export interface RowTarget {
  /** Names the dataset: its limits hold over all views that share it. No secret. */
  readonly dataset: string;
  /**
   * Sends one request and takes no second try.
   *
   * @throws SluiceError `power_bi_unavailable`, with `retryAfterSeconds` in its data where the service named them, or
   *   `power_bi_refused`
   */
  post(rows: readonly PowerBiRow[]): Promise<void>;
}

/** How rows reach Power BI: with the app's token, or by push URLs. */
export interface RowTargets {
  readonly limits: PowerBiLimits;
  /**
   * @returns undefined for a view that is not sent
   * @throws SluiceError `key_vault_unavailable`, `key_vault_refused` or `power_bi_refused`
   */
  find(view: string): Promise<RowTarget | undefined>;
}

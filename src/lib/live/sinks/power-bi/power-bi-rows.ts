import { type PowerBiLimits } from './power-bi-limits';
import { type PowerBiRow } from './to-power-bi-row';

/** Where rows of one view are sent. */
export interface RowTarget {
  /** Names the dataset, without secrets. All views of a dataset share its limits. */
  readonly dataset: string;
  /**
   * Sends one request, without a retry.
   *
   * @throws SluiceError `power_bi_unavailable`, with `retryAfterSeconds` in its data if the service returned
   *   it, or `power_bi_refused`
   */
  post(rows: readonly PowerBiRow[]): Promise<void>;
}

/** Sends rows to Power BI, with the app's token or by push URLs. */
export interface RowTargets {
  readonly limits: PowerBiLimits;
  /**
   * @returns undefined for a view that is not sent
   * @throws SluiceError `key_vault_unavailable`, `key_vault_refused` or `power_bi_refused`
   */
  find(view: string): Promise<RowTarget | undefined>;
}

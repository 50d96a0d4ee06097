/**
 * How a fault is treated. Retry logic reads nothing else.
 *
 * - `contract`: the data broke a contract. It is never retried; the data is kept and reported.
 * - `transient`: the same call can succeed later. It is retried with backoff.
 * - `permanent`: the same call fails again. It is reported to the operator.
 * - `misuse`: the caller passed something invalid. The message names the field and the remedy.
 */
export type ErrorKind = 'contract' | 'transient' | 'permanent' | 'misuse';

/** Codes of all errors that the app raises itself. Branch on `code`, never on the class. */
export type ErrorCode =
  | 'call_timeout'
  | 'config_invalid'
  | 'request_invalid'
  | 'contract_unknown'
  | 'hub_unavailable'
  | 'hub_event_too_large'
  | 'lake_unavailable'
  | 'table_unavailable'
  | 'landing_conflict'
  | 'landing_hub_generation'
  | 'landing_invariant'
  | 'landing_unfinished'
  | 'landing_age_unknown'
  | 'checkpoint_unavailable'
  | 'checkpoint_unreadable'
  | 'checkpoint_owned'
  | 'resource_manager_unavailable'
  | 'resource_manager_refused'
  | 'live_conflict'
  | 'live_invariant'
  | 'gold_unreadable'
  | 'serve_view_unknown'
  | 'quarantine_unknown'
  | 'quarantine_conflict'
  | 'quarantine_behind'
  | 'power_bi_unavailable'
  | 'power_bi_refused'
  | 'eventstream_unavailable'
  | 'key_vault_unavailable'
  | 'key_vault_refused'
  | 'refresh_not_configured'
  | 'refresh_conflict'
  | 'refresh_invariant'
  | 'durable_unavailable'
  | 'data_factory_unavailable'
  | 'data_factory_refused'
  | 'databricks_unavailable'
  | 'databricks_refused';

export interface SluiceErrorOptions {
  readonly kind: ErrorKind;
  /** Data about the fault for programs. Never secrets or personal data. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error type of the app. */
export class SluiceError extends Error {
  override readonly name = 'SluiceError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { kind, data = {}, cause }: SluiceErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = kind;
    this.data = data;
  }
}

/** Recognizes a {@link SluiceError} by its shape, which works across module realms. */
export function isSluiceError(error: unknown): error is SluiceError {
  // Unlike `instanceof`, the tag matches errors of every realm.
  if (Object.prototype.toString.call(error) !== '[object Error]') return false;
  const { name, code, kind } = error as Partial<SluiceError>;
  return name === 'SluiceError' && code !== undefined && kind !== undefined;
}

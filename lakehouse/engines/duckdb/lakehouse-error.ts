/** Why the engine refused or failed. */
export type LakehouseErrorCode =
  /** An argument, a setting or the name of a relation is wrong. */
  | 'option_invalid'
  /** A model, or a generated file beside the models, is invalid. */
  | 'model_invalid'
  /** A table, or a change of it, needs a feature that the engine lacks. */
  | 'unsupported'
  /** The lake contains contradictory data. */
  | 'corrupt'
  /** The folder has no lake yet. */
  | 'lake_missing';

/**
 * `misuse`: the caller has to change the call; `permanent`: the same call fails until the lake is repaired.
 */
export type LakehouseErrorKind = 'misuse' | 'permanent';

const KINDS: Readonly<Record<LakehouseErrorCode, LakehouseErrorKind>> = {
  option_invalid: 'misuse',
  model_invalid: 'misuse',
  unsupported: 'permanent',
  corrupt: 'permanent',
  lake_missing: 'misuse',
};

/**
 * The only error type of the engine. Faults of the lake's service remain the client's `RestError`, and SQL
 * errors remain DuckDB's.
 */
export class LakehouseError extends Error {
  override readonly name = 'LakehouseError';
  readonly code: LakehouseErrorCode;
  readonly kind: LakehouseErrorKind;

  constructor(code: LakehouseErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = KINDS[code];
  }
}

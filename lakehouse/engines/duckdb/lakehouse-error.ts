/** Why the engine refused or failed. */
export type LakehouseErrorCode =
  /** An argument, a setting or the name of a relation is wrong. */
  | 'option_invalid'
  /** A model, or what is generated beside the models, cannot be understood. */
  | 'model_invalid'
  /** A table or a change of it needs something that the engine does not do. */
  | 'unsupported'
  /** The lake holds something that contradicts itself. */
  | 'corrupt'
  /** There is no lake in the folder yet. */
  | 'lake_missing';

/** `misuse`: the caller mends it; `permanent`: the same call fails again until the lake is mended. */
export type LakehouseErrorKind = 'misuse' | 'permanent';

const KINDS: Readonly<Record<LakehouseErrorCode, LakehouseErrorKind>> = {
  option_invalid: 'misuse',
  model_invalid: 'misuse',
  unsupported: 'permanent',
  corrupt: 'permanent',
  lake_missing: 'misuse',
};

/** The one error type of the engine. Faults of the lake's service stay the client's `RestError`, those of SQL DuckDB's. */
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

/** Reason why a stand-in refused or failed. Programs should check `code`. */
export type StandInErrorCode = 'option_invalid' | 'unsupported' | 'corrupt' | 'start_failed';

/** The error type of every stand-in. `unsupported` is the refusal of features that local/SUPPORT.md lists. */
export class StandInError extends Error {
  override readonly name = 'StandInError';
  readonly code: StandInErrorCode;

  constructor(code: StandInErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Why a stand-in refused or failed. Branch on `code`. */
export type StandInErrorCode = 'option_invalid' | 'unsupported' | 'corrupt' | 'start_failed';

/** The one error type of the stand-ins. `unsupported` is the loud refusal of what local/SUPPORT.md lists. */
export class StandInError extends Error {
  override readonly name = 'StandInError';
  readonly code: StandInErrorCode;

  constructor(code: StandInErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** A request that is answered with an error of Azure Resource Manager: `{"error": {"code", "message"}}`. */
export class ArmError extends Error {
  override readonly name = 'ArmError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** A part of the real API that the stand-in does not have. */
export function notImplemented(what: string): ArmError {
  return new ArmError(501, 'NotImplemented', `The local data factory does not support ${what}.`);
}

export function badRequest(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

export function runNotFound(runId: string): ArmError {
  return new ArmError(404, 'PipelineRunNotFound', `The pipeline run ${runId} could not be found.`);
}

import { ArmError } from '../../shared/arm-error';

/** A part of the real API that the stand-in does not have. */
export function notImplemented(what: string): ArmError {
  return new ArmError(501, 'NotImplemented', `The local data factory does not support ${what}.`);
}

export function runNotFound(runId: string): ArmError {
  return new ArmError(404, 'PipelineRunNotFound', `The pipeline run ${runId} could not be found.`);
}

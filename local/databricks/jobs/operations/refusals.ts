import { Refusal } from '../../../kit';

export { Refusal };

export function invalidParameter(message: string): Refusal {
  return new Refusal(400, 'INVALID_PARAMETER_VALUE', message);
}

/** What the real service does and this one does not. */
export function notSupported(what: string): Refusal {
  return new Refusal(501, 'NOT_IMPLEMENTED', `${what} is not supported by the local Databricks`);
}

/**
 * A job that is not there. The Jobs API says so with 400 and INVALID_PARAMETER_VALUE; Databricks' own clients turn
 * that into RESOURCE_DOES_NOT_EXIST by the text (databricks-sdk-py, databricks/sdk/errors/overrides.py).
 */
export function noSuchJob(jobId: number): Refusal {
  return invalidParameter(`Job ${jobId} does not exist.`);
}

/** A run that is not there: see `noSuchJob`. */
export function noSuchRun(runId: number): Refusal {
  return invalidParameter(`Run ${runId} does not exist.`);
}

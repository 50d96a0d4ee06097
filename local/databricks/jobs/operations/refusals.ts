import { Refusal } from '../../../kit';

export { Refusal };

export function invalidParameter(message: string): Refusal {
  return new Refusal(400, 'INVALID_PARAMETER_VALUE', message);
}

/** An unsupported feature of Databricks. */
export function notSupported(what: string): Refusal {
  return new Refusal(501, 'NOT_IMPLEMENTED', `${what} is not supported by the local Databricks`);
}

/**
 * An unknown job. The Jobs API returns 400 and INVALID_PARAMETER_VALUE; Databricks' own clients recognize the
 * text and raise RESOURCE_DOES_NOT_EXIST (databricks-sdk-py, databricks/sdk/errors/overrides.py).
 */
export function noSuchJob(jobId: number): Refusal {
  return invalidParameter(`Job ${jobId} does not exist.`);
}

/** An unknown run; see `noSuchJob`. */
export function noSuchRun(runId: number): Refusal {
  return invalidParameter(`Run ${runId} does not exist.`);
}

/** Why a request is answered with an error: `{error_code, message}` with an HTTP status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** A word of the service's list; a number where the gateway before the service refuses. */
  readonly errorCode: string | number;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    errorCode: string | number,
    message: string,
    { retryAfterSeconds }: { readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

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

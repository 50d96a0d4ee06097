/** Why a request is answered with an error: `{"error": {"code", "message"}}` with an HTTP status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    { retryAfterSeconds }: { readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message);
}

/** What the real service does and this one does not. */
export function notSupported(what: string): Refusal {
  return new Refusal(501, 'NotImplemented', `${what} is not supported by the local Power BI`);
}

/** The service says this of what is not there and of what the caller may not see. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'PowerBIEntityNotFound', `${what} was not found`);
}

export function tooMany(message: string, retryAfterSeconds: number): Refusal {
  return new Refusal(429, 'TooManyRequests', message, { retryAfterSeconds });
}

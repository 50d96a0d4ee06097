import { Refusal } from '../kit';

export { Refusal };

export function invalid(message: string): Refusal {
  return new Refusal(400, 'InvalidRequest', message);
}

/** An unsupported feature of Power BI. */
export function notSupported(what: string): Refusal {
  return new Refusal(501, 'NotImplemented', `${what} is not supported by the local Power BI`);
}

/** Power BI returns this both for unknown entities and for those that the caller must not see. */
export function notFound(what: string): Refusal {
  return new Refusal(404, 'PowerBIEntityNotFound', `${what} was not found`);
}

export function tooMany(message: string, retryAfterSeconds: number): Refusal {
  return new Refusal(429, 'TooManyRequests', message, { retryAfterSeconds });
}

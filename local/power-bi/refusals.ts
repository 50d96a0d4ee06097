import { Refusal } from '../kit';

export { Refusal };

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

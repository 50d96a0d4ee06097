import { type HttpReply } from './http-reply';

export interface RefusalOptions {
  /** Headers of the answer, beside those of every answer. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `Retry-After`. @default none */
  readonly retryAfterSeconds?: number | undefined;
}

/** A request that a stand-in answers with an error. How the error looks on the wire is the service's business. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly headers: Readonly<Record<string, string>>;

  /** @param code a word of the service's own list; a number where the gateway before the service refuses */
  constructor(
    readonly status: number,
    readonly code: string | number,
    message: string,
    { headers = {}, retryAfterSeconds }: RefusalOptions = {},
  ) {
    super(message);
    this.headers =
      retryAfterSeconds === undefined ? headers : { ...headers, 'retry-after': String(retryAfterSeconds) };
  }
}

/** `{"error": {"code", "message"}}`: Azure Resource Manager, Key Vault, Power BI. */
export function toNestedError({ status, code, message, headers }: Refusal): HttpReply {
  return { status, headers, body: { error: { code, message } } };
}

import { type HttpReply } from './http-reply';

export interface RefusalOptions {
  /** Headers of the response in addition to those of every response. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `Retry-After`. @default none */
  readonly retryAfterSeconds?: number | undefined;
}

/** A request that a stand-in answers with an error. Each service decides how the error looks on the wire. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly headers: Readonly<Record<string, string>>;

  /** @param code a code of the service; a number if the gateway in front of the service refuses */
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

/** Body of errors `{"error": {"code", "message"}}`: Azure Resource Manager, Key Vault, Power BI. */
export function toNestedError({ status, code, message, headers }: Refusal): HttpReply {
  return { status, headers, body: { error: { code, message } } };
}

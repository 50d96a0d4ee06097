import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { type TokenCredential } from '@azure/identity';
import { type Clock, systemClock } from '../clock';
import { type ErrorCode, SluiceError } from '../errors';
import { isSafeUrl } from '../setting-types';

export interface RestClientOptions {
  /** Name of the service, for messages. */
  readonly service: string;
  /** `https://…`. Plain http is allowed for this machine only. */
  readonly baseUrl: string;
  /** Scope of the token, `<audience>/.default`. */
  readonly scope: string;
  readonly credential: TokenCredential;
  readonly codes: { readonly unavailable: ErrorCode; readonly refused: ErrorCode };
  /** @default 30 */
  readonly timeoutSeconds?: number;
  readonly clock?: Clock;
}

export interface RestRequest {
  readonly method: HttpMethods;
  /** Path below the base address, with its query. */
  readonly path: string;
  readonly body?: object;
}

/**
 * Sends JSON over HTTP with the app's token.
 *
 * Each request is tried once. After a lost reply the work may be done, and only the caller can check that. A durable
 * timer waits for a long `Retry-After`, not this client. Faults are `transient` or `permanent`. A transient fault has
 * `retryAfterSeconds` in its data if the service sent it.
 */
export class RestClient {
  readonly #options: RestClientOptions;
  readonly #http: HttpClient = createDefaultHttpClient();

  /** @throws SluiceError `config_invalid` for an address that would send the token unencrypted over a network */
  constructor(options: RestClientOptions) {
    if (!isSafeUrl(options.baseUrl)) {
      throw new SluiceError(
        'config_invalid',
        `${options.baseUrl} must be https (http is allowed for this machine only)`,
        {
          kind: 'misuse',
        },
      );
    }
    this.#options = options;
  }

  /** @returns the parsed body, or an empty object if there is none */
  async send<T extends object>({ method, path, body }: RestRequest): Promise<T> {
    const { service, codes, timeoutSeconds = 30 } = this.#options;
    const url = `${this.#options.baseUrl.replace(/\/$/, '')}${path}`;
    const action = `${method} ${path.replace(/\?.*/, '')}`;
    let response: PipelineResponse;
    try {
      const token = await this.#options.credential.getToken(this.#options.scope);
      if (token === null) throw new Error('the identity returned no token');
      const headers = createHttpHeaders({
        authorization: `Bearer ${token.token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      });
      response = await this.#http.sendRequest(
        createPipelineRequest({
          method,
          url,
          headers,
          // The pipeline's own time-out ends with the headers, and its timer survives a broken connection.
          abortSignal: AbortSignal.timeout(timeoutSeconds * 1000),
          allowInsecureConnection: /^http:/i.test(url),
          // Calls are seconds apart, so a kept connection would often be closed at the next one.
          disableKeepAlive: true,
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SluiceError(codes.unavailable, `${service} does not answer ${action}: ${reason}`, {
        kind: 'transient',
        cause,
      });
    }
    const text = response.bodyAsText ?? '';
    if (response.status >= 200 && response.status < 300) return this.#parse(text, action) as T;
    throw this.#toError(response, text, action);
  }

  #parse(text: string, action: string): object {
    if (text.trim() === '') return {};
    try {
      return JSON.parse(text) as object;
    } catch (cause) {
      const { service, codes } = this.#options;
      // A proxy sometimes answers with a page. The service itself always answers with JSON.
      throw new SluiceError(codes.unavailable, `${service} answered ${action} with a body that is not JSON`, {
        kind: 'transient',
        cause,
      });
    }
  }

  #toError({ status, headers }: PipelineResponse, text: string, action: string): SluiceError {
    const { service, codes } = this.#options;
    const message = `${service} answered ${action} with ${status}: ${reasonIn(text)}`;
    if (status !== 408 && status !== 429 && status < 500) {
      return new SluiceError(codes.refused, message, { kind: 'permanent', data: { status } });
    }
    const retryAfterSeconds = this.#retryAfter(headers.get('retry-after'));
    return new SluiceError(codes.unavailable, message, {
      kind: 'transient',
      data: { status, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
    });
  }

  /** RFC 9110, 10.2.3: seconds or a date. */
  #retryAfter(value: string | undefined): number | undefined {
    if (value === undefined) return undefined;
    if (/^\d+$/.test(value)) return Number(value);
    const at = Date.parse(value);
    const { clock = systemClock } = this.#options;
    return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - clock.now().getTime()) / 1000));
  }
}

/** Databricks answers `{error_code, message}`, Azure `{error: {code, message}}`. */
function reasonIn(text: string): string {
  try {
    const body = JSON.parse(text) as {
      readonly error_code?: string;
      readonly message?: string;
      readonly error?: { readonly code?: string; readonly message?: string };
    };
    const words = [body.error_code ?? body.error?.code, body.message ?? body.error?.message];
    return words.filter((word) => word !== undefined).join(': ') || 'no reason given';
  } catch {
    return text.slice(0, 200) || 'no reason given';
  }
}

import { parseExactJson, writeExactJson } from '../derive/exact-json';

/** The result of a call. `unreachable`: no answer. `refused`: an answer with a problem (RFC 9457). */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly kind: 'unreachable' | 'unauthorised' | 'refused';
      /** 0 without an answer. */
      readonly status: number;
      /** For people. */
      readonly detail: string;
    };

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Numbers of `parseExactJson` are written exactly. */
  readonly body?: unknown;
  /** Reads the answer with `parseExactJson`, so that numbers of events keep every digit. @default false */
  readonly exactNumbers?: boolean;
  readonly signal?: AbortSignal;
  /** @default that of the client */
  readonly timeoutMilliseconds?: number;
}

export interface ApiClientOptions {
  /** The function key, or null if there is none. */
  readonly readKey: () => string | null;
  readonly onUnauthorised: () => void;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** @default 15000 */
  readonly timeoutMilliseconds?: number;
}

export type Call = <T>(path: string, options?: CallOptions) => Promise<Answer<T>>;

/** Calls the app's API with the function key, if there is one. Paths begin with `/api/`. Never throws. */
export function createApiClient({
  readKey,
  onUnauthorised,
  fetch,
  timeoutMilliseconds: usualMilliseconds = 15_000,
}: ApiClientOptions): Call {
  return async <T>(
    path: string,
    {
      method = 'GET',
      body,
      exactNumbers = false,
      signal,
      timeoutMilliseconds = usualMilliseconds,
    }: CallOptions = {},
  ): Promise<Answer<T>> => {
    const key = readKey();
    const timeout = AbortSignal.timeout(timeoutMilliseconds);
    try {
      const response = await fetch(path, {
        method,
        headers: {
          accept: 'application/json',
          ...(key !== null && { 'x-functions-key': key }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: writeExactJson(body) }),
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        cache: 'no-store',
      });
      const text = await response.text();
      const parse = exactNumbers ? parseExactJson : (json: string) => JSON.parse(json) as unknown;
      if (response.ok) return { ok: true, value: (text === '' ? null : parse(text)) as T };
      // If the key was replaced during the call, the refusal does not concern the new one.
      if (response.status === 401 && readKey() === key) onUnauthorised();
      return {
        ok: false,
        kind: response.status === 401 ? 'unauthorised' : 'refused',
        status: response.status,
        detail: toDetail(text, response.status),
      };
    } catch (error) {
      return { ok: false, kind: 'unreachable', status: 0, detail: toReason(error) };
    }
  };
}

function toDetail(text: string, status: number): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? `The app answered ${status}.`;
  } catch {
    // Proxies in front of the app answer in their own format.
    return status === 401 ? 'The app requires a function key.' : `The app answered ${status}.`;
  }
}

function toReason(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'TimeoutError') return 'The app did not answer in time.';
  if (name === 'SyntaxError') return 'The app answered with a text that is not JSON.';
  return 'The app does not answer.';
}

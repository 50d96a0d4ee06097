import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type WireData } from '../worker/protocol';
import { setEndToEndHeader, toHeaders } from './typed-http';

const HTTP_AGENT = new Agent({ keepAlive: true });

/**
 * The library's HTTP streaming mode: the request goes to a server inside the worker. An invocation with the
 * same id selects the function.
 */
export class StreamingProxy {
  readonly #answered: Promise<'answered' | 'failed'>;
  readonly #abort = new AbortController();
  readonly #request: IncomingMessage;

  constructor({
    httpUri,
    invocationId,
    request,
    response,
  }: {
    /** The capability `HttpUri` of the worker. */
    httpUri: string;
    invocationId: string;
    request: IncomingMessage;
    response: ServerResponse;
  }) {
    this.#request = request;
    const upstream = httpRequest({
      // The worker listens on IPv4 loopback; the name "localhost" may mean ::1.
      host: '127.0.0.1',
      port: new URL(httpUri).port,
      method: request.method,
      path: request.url,
      agent: HTTP_AGENT,
      signal: this.#abort.signal,
      headers: {
        ...toHeaders(request),
        'x-ms-invocation-id': invocationId,
        'x-forwarded-host': request.headers.host ?? 'localhost',
        'x-forwarded-proto': 'http',
      },
    });
    this.#answered = new Promise((resolve) => {
      upstream.once('error', () => {
        resolve('failed');
      });
      upstream.once('response', (incoming) => {
        response.statusCode = incoming.statusCode ?? 200;
        for (const [name, value] of Object.entries(incoming.headers)) {
          if (value !== undefined && name !== 'x-ms-invocation-id') setEndToEndHeader(response, name, value);
        }
        pipeline(incoming, response).then(
          () => {
            resolve('answered');
          },
          () => {
            resolve('failed');
          },
        );
      });
    });
    // `pipeline` is not used: if the worker's side fails, the client's connection is still needed for the
    // response.
    request.pipe(upstream);
  }

  /** Resolves when the response has been passed on, or cannot be. */
  finished(): Promise<'answered' | 'failed'> {
    return this.#answered;
  }

  /**
   * The invocation failed or returned nothing, so there is no response. Further data of the client is
   * discarded.
   */
  abandon(): void {
    this.#request.unpipe();
    this.#request.resume();
    this.#abort.abort();
  }
}

/** Data of the invocation besides the proxied request: headers, and each route parameter by its name. */
export function toStreamingMetadata(
  request: IncomingMessage,
  parameters: Readonly<Record<string, string>>,
): Record<string, WireData> {
  const metadata: Record<string, WireData> = { Headers: { json: JSON.stringify(toHeaders(request)) } };
  for (const [name, value] of Object.entries(parameters)) metadata[name] = { string: value };
  return metadata;
}

import { type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The response of an operation. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Text, bytes and streams are sent unchanged, other values as JSON. @default none */
  readonly body?: unknown;
  /** Called when the response has been written, or when a fault has cut the connection. */
  readonly afterwards?: () => void;
}

/**
 * Sends a response with its length. JSON has the content type `application/json; charset=utf-8` unless a
 * header sets another.
 *
 * @param headers of every response of the service; headers of the reply have priority
 */
export async function sendReply(
  response: ServerResponse,
  { status, headers: own, body }: HttpReply,
  headers: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
  const content = isRaw ? body : body === undefined ? '' : JSON.stringify(body);
  const length = content instanceof Readable ? undefined : Buffer.byteLength(content);
  response.writeHead(status, {
    ...(!isRaw && body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    // RFC 9110, section 8.6: responses with these statuses have no body, so no length.
    ...(length !== undefined && status !== 204 && status !== 304 && { 'content-length': length }),
    ...headers,
    ...own,
  });
  if (content instanceof Readable) await pipeline(content, response);
  else response.end(content);
}

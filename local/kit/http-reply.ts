import { type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What an operation answers. */
export interface HttpReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  /** Text, bytes and streams go out as they are, everything else as JSON. @default none */
  readonly body?: unknown;
  /** Called when the answer has been handed to the connection, or was cut by a fault. */
  readonly afterwards?: () => void;
}

/**
 * Sends an answer with its length. JSON has the content type `application/json; charset=utf-8` unless the headers name another.
 *
 * @param headers of every answer of the service; those of the reply win
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
    // RFC 9110, section 8.6: neither status has a body to measure.
    ...(length !== undefined && status !== 204 && status !== 304 && { 'content-length': length }),
    ...headers,
    ...own,
  });
  if (content instanceof Readable) await pipeline(content, response);
  else response.end(content);
}

import { type IncomingMessage } from 'node:http';

export interface ReadBodyOptions {
  readonly maxBytes: number;
  /**
   * Whether to read a body that is too large to its end, so that the client receives the response. Otherwise
   * the caller closes the connection. @default true
   */
  readonly drains?: boolean;
}

/** @returns `undefined` if the body has more than `maxBytes` */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, drains = true }: ReadBodyOptions,
): Promise<Buffer | undefined> {
  if (!drains && Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // Destroying the stream after the loop would close the connection before the response is sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else if (!drains) return undefined;
  }
  const [only] = chunks;
  if (length > maxBytes) return undefined;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}

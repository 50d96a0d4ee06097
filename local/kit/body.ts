import { type IncomingMessage } from 'node:http';

export interface ReadBodyOptions {
  readonly maxBytes: number;
  /**
   * Whether a body that is too large is read to its end, so that the client hears the answer. Otherwise the caller closes the
   * connection. @default true
   */
  readonly drains?: boolean;
}

/** @returns `undefined` where the body has more than `maxBytes` */
export async function readBody(
  request: IncomingMessage,
  { maxBytes, drains = true }: ReadBodyOptions,
): Promise<Buffer | undefined> {
  if (!drains && Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream outlives this loop: to destroy it would cut the connection before the answer is out.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else if (!drains) return undefined;
  }
  const [only] = chunks;
  if (length > maxBytes) return undefined;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}

import { type IncomingMessage } from 'node:http';

/** The platform's limit of a request. Source: learn.microsoft.com, "Azure Functions HTTP trigger", limits. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** @returns undefined when the body is over the limit */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream outlives this loop: to destroy it would cut the connection before the answer is out.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}

/**
 * Whether the platform hands a body to the worker. Without HTTP streams it does so for a `Content-Length` above 0 alone: a body
 * in chunks arrives empty (Azure/azure-functions-host issue 4926).
 */
export function hasLength({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) > 0;
}

/** Reads a body to its end, so that the connection can be used again, and keeps nothing of it. */
export async function dropBody(request: IncomingMessage): Promise<Buffer | undefined> {
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
  }
  return Buffer.alloc(0);
}

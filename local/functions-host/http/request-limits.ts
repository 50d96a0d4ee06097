import { type IncomingMessage } from 'node:http';
import { readBody } from '../../kit';

/**
 * What the platform's web server refuses before a function is asked: its defaults, which the host leaves as they are.
 * Source: learn.microsoft.com, KestrelServerLimits; the answers were seen on the Functions host 4.1037.
 */
const MAX_REQUEST_LINE_BYTES = 8 * 1024;
const MAX_HEADERS = 100;
const MAX_HEADERS_BYTES = 32 * 1024;

/** Node's own limit of line and headers, which must lie above those. */
export const NODE_MAX_HEADER_BYTES = 1024 * 1024;

/** @returns the status of the answer to a request that is too large in its line or its headers */
export function findExceededLimit({
  method = '',
  url = '',
  httpVersion,
  rawHeaders,
}: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'>): 414 | 431 | undefined {
  const line = Buffer.byteLength(`${method} ${url} HTTP/${httpVersion}\r\n`);
  if (line > MAX_REQUEST_LINE_BYTES) return 414;
  // Names and values take turns; ": " and the end of the line are four bytes more.
  const headers = rawHeaders.length / 2;
  const bytes = rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 4 * headers);
  return headers > MAX_HEADERS || bytes > MAX_HEADERS_BYTES ? 431 : undefined;
}

/** The platform's limit of a request. Source: learn.microsoft.com, "Azure Functions HTTP trigger", limits. */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** @returns undefined when the body is over the limit */
export function readRequestBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return readBody(request, { maxBytes: MAX_BODY_BYTES, drains: false });
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

import { type IncomingMessage } from 'node:http';

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

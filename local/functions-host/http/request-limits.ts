import { type IncomingMessage } from 'node:http';
import { readBody } from '../../kit';

/**
 * Limits of the platform's web server, which apply before a function is called. The host uses the server's
 * defaults. Source: learn.microsoft.com, KestrelServerLimits; the responses were observed on the Functions
 * host 4.1037.
 */
const MAX_REQUEST_LINE_BYTES = 8 * 1024;
const MAX_HEADERS = 100;
const MAX_HEADERS_BYTES = 32 * 1024;

/** Node's own limit of request line and headers, which must be above those. */
export const NODE_MAX_HEADER_BYTES = 1024 * 1024;

/** @returns the status of the response to a request whose line or headers are too large */
export function findExceededLimit({
  method = '',
  url = '',
  httpVersion,
  rawHeaders,
}: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'>): 414 | 431 | undefined {
  const line = Buffer.byteLength(`${method} ${url} HTTP/${httpVersion}\r\n`);
  if (line > MAX_REQUEST_LINE_BYTES) return 414;
  // Names and values alternate; ": " and the end of the line are four more bytes.
  const headers = rawHeaders.length / 2;
  const bytes = rawHeaders.reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 4 * headers);
  return headers > MAX_HEADERS || bytes > MAX_HEADERS_BYTES ? 431 : undefined;
}

/**
 * The platform's limit of a request body. Source: learn.microsoft.com, "Azure Functions HTTP trigger",
 * limits.
 */
export const MAX_BODY_BYTES = 100 * 1024 * 1024;

/** @returns undefined if the body is over the limit */
export function readRequestBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return readBody(request, { maxBytes: MAX_BODY_BYTES, drains: false });
}

/**
 * Returns whether the platform passes a body to the worker. Without HTTP streams it does so only for a
 * `Content-Length` above 0: a chunked body arrives empty (Azure/azure-functions-host issue 4926).
 */
export function hasLength({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) > 0;
}

/** Reads a body to its end and discards it, so that the connection can be used again. */
export async function dropBody(request: IncomingMessage): Promise<Buffer | undefined> {
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
  }
  return Buffer.alloc(0);
}

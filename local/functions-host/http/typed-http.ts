import { type IncomingMessage, type OutgoingHttpHeader, type ServerResponse } from 'node:http';
import { type RpcHttp, type RpcHttpCookie, type RpcNullableString } from '../worker/core-types';
import { type WireData } from '../worker/protocol';

/** Headers of one hop (RFC 9110 section 7.6.1); Node sets its own. */
const HOP_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Joins headers to one string for each name: values of a repeated header are separated by commas without
 * spaces.
 */
export function toHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(',');
  }
  return headers;
}

/** Joins a query to one string for each name: repeated names are joined with commas, as on the platform. */
export function toQuery(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    const earlier = query[name];
    query[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return query;
}

/** Creates the request for the library; its body is segment 0 of the frame. */
export function toRpcHttpRequest({
  request,
  url,
  parameters,
  hasBody,
}: {
  request: IncomingMessage;
  url: URL;
  parameters: Readonly<Record<string, string>>;
  hasBody: boolean;
}): RpcHttp<WireData> {
  return {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: toNullable(toHeaders(request)),
    nullableQuery: toNullable(toQuery(url)),
    nullableParams: toNullable(parameters),
    ...(hasBody ? { body: { bytesAt: 0 } } : {}),
  };
}

/** Required by worker 3.5 and later (`UseNullableValueDictionaryForHttp`). */
function toNullable(texts: Readonly<Record<string, string>>): Record<string, RpcNullableString> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, { value }]));
}

/** Writes the response that a function returned. */
export function writeRpcHttpResponse(
  response: ServerResponse,
  http: RpcHttp<WireData>,
  segments: readonly Buffer[],
): void {
  for (const [name, value] of Object.entries(http.headers ?? {})) setEndToEndHeader(response, name, value);
  const cookies = (http.cookies ?? []).map(toSetCookie);
  if (cookies.length > 0) response.setHeader('set-cookie', [...existingCookies(response), ...cookies]);
  const body = http.body && 'bytesAt' in http.body ? segments[http.body.bytesAt] : undefined;
  response.statusCode = Number(http.statusCode ?? 200);
  response.end(body);
}

/** Sets a header unless it belongs to one hop. */
export function setEndToEndHeader(response: ServerResponse, name: string, value: OutgoingHttpHeader): void {
  const lower = name.toLowerCase();
  if (!HOP_HEADERS.has(lower) && lower !== 'content-length') response.setHeader(name, value);
}

function existingCookies(response: ServerResponse): string[] {
  const existing = response.getHeader('set-cookie');
  if (existing === undefined) return [];
  return Array.isArray(existing) ? existing : [String(existing)];
}

/** RFC 6265 section 4.1.1. The platform percent-encodes a cookie's value. */
export function toSetCookie(cookie: RpcHttpCookie): string {
  const attributes = [`${cookie.name}=${encodeURIComponent(cookie.value)}`];
  if (cookie.maxAge !== undefined) attributes.push(`Max-Age=${Math.floor(cookie.maxAge.value)}`);
  if (cookie.domain !== undefined) attributes.push(`Domain=${cookie.domain.value}`);
  if (cookie.path !== undefined) attributes.push(`Path=${cookie.path.value}`);
  if (cookie.expires !== undefined) {
    attributes.push(`Expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  }
  if (cookie.httpOnly?.value === true) attributes.push('HttpOnly');
  if (cookie.secure?.value === true) attributes.push('Secure');
  const sameSite = { lax: 'Lax', strict: 'Strict', explicitNone: 'None', none: undefined }[
    cookie.sameSite ?? 'none'
  ];
  if (sameSite !== undefined) attributes.push(`SameSite=${sameSite}`);
  return attributes.join('; ');
}

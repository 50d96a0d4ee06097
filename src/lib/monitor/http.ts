import { type HttpHandler, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { toContentCoding } from '../platform/http/content-coding';
import { type MonitorAsset, readMonitorAssets } from './monitor-assets';
import { notFound } from '../platform/http/responses';

export interface MonitorHandlerOptions {
  /** Folder of the built page. */
  readonly directory: string;
}

/**
 * Serves the monitor page and its assets. They contain no data, so they need no key; the page requests its
 * data from the API.
 */
export function createMonitorHandler({ directory }: MonitorHandlerOptions): HttpHandler {
  let reading: Promise<ReadonlyMap<string, MonitorAsset>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, MonitorAsset>> => {
    reading ??= readMonitorAssets(directory);
    try {
      return await reading;
    } catch (error) {
      // The next request reads again, because the page may be built by then.
      reading = undefined;
      throw error;
    }
  };
  return async (request) => {
    const { asset: name = '' } = request.params;
    const asset = (await read()).get(name === '' ? 'index.html' : name);
    return asset === undefined
      ? notFound('asset_unknown', 'The monitor page has no such asset; the page itself is at /api/monitor.')
      : toAssetResponse(asset, request);
  };
}

function toAssetResponse(asset: MonitorAsset, request: HttpRequest): HttpResponseInit {
  const coding = toContentCoding(request.headers.get('accept-encoding'), asset.bodies);
  // An ETag identifies one representation, and each coding is one (RFC 9110, 8.8.3.3).
  const etag = `"${asset.hash}-${coding}"`;
  const headers = {
    etag,
    vary: 'accept-encoding',
    'cache-control': asset.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  if (isMatch(request.headers.get('if-none-match'), etag)) return { status: 304, headers };
  return {
    status: 200,
    headers: {
      ...headers,
      ...(coding !== 'identity' && { 'content-encoding': coding }),
      'content-type': asset.contentType,
      'content-security-policy': toContentSecurityPolicy(request.url),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    },
    body: asset.bodies[coding] ?? asset.bodies.identity,
  };
}

/** Weak comparison, as RFC 9110, 13.1.2 requires. */
function isMatch(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag);
}

/** Names of the local machine. If the app runs there, so does the local Power BI, on an unknown port. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Allows the page's own files and requests to the app. On a local machine, it also allows requests to other
 * local services.
 */
function toContentSecurityPolicy(url: string): string {
  const isLocal = LOOPBACK.test(new URL(url).hostname);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self'${isLocal ? ' http://127.0.0.1:* http://localhost:*' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

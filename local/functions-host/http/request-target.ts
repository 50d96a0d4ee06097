import { type IncomingMessage } from 'node:http';
import { decodePath, toUriPath } from './decode-path';

/** Where a request goes. */
export interface RequestTarget {
  /** Decoded except for `%2F`: what routes are compared with. */
  readonly path: string;
  /** As the app sees it: the path is escaped again, but only what must be; the query is as it was sent. */
  readonly url: URL;
}

/** @returns undefined for a request target that is no path */
export function toRequestTarget({ url: target = '/', headers }: IncomingMessage): RequestTarget | undefined {
  const [, rawPath = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(target) ?? [];
  const path = decodePath(rawPath);
  // Put together and not resolved: "//x" is a path here, and would be another host there.
  const text = `http://${headers.host ?? 'localhost'}${toUriPath(path)}${query}`;
  return target.startsWith('/') && URL.canParse(text) ? { path, url: new URL(text) } : undefined;
}

import { type IncomingMessage } from 'node:http';

/** Bytes of a run of escapes, each `%` and two digits. */
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/** What ASP.NET leaves unescaped in the path of a URL (PathString.ToUriComponent). */
const VALID_IN_PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;

/**
 * A path as the platform's web server hands it on: escapes are decoded, except `%2F`, so that it does not become a
 * separator, and except bytes that are no UTF-8.
 * Source: dotnet/aspnetcore, UrlDecoder.
 */
export function decodePath(path: string): string {
  return path.replace(ESCAPES, (run) =>
    run
      .split(/(%2f)/i)
      .map((part) => (/^(%2f)?$/i.test(part) ? part : decodeRun(part)))
      .join(''),
  );
}

/** The path of `request.url`: what was decoded is escaped again, but only what must be. So `%2B` becomes `+`. */
export function toUriPath(decoded: string): string {
  let path = '';
  for (let at = 0; at < decoded.length;) {
    const character = String.fromCodePoint(decoded.codePointAt(at) ?? 0);
    const isEscape = character === '%' && /^%[0-9a-f]{2}/i.test(decoded.slice(at, at + 3));
    path += isEscape || VALID_IN_PATH.test(character) ? character : encodeURIComponent(character);
    at += character.length;
  }
  return path;
}

/** Decodes whole characters and leaves bytes that are none. */
function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run);
  } catch {
    return [...splitCharacters(run)].join('');
  }
}

function* splitCharacters(run: string): Generator<string> {
  for (let at = 0; at < run.length;) {
    let taken = 3;
    let text = run.slice(at, at + 3);
    for (const bytes of [1, 2, 3, 4]) {
      const candidate = run.slice(at, at + 3 * bytes);
      if (candidate.length < 3 * bytes) break;
      try {
        text = decodeURIComponent(candidate);
        taken = candidate.length;
        break;
      } catch {
        continue; // More bytes may make a character of it.
      }
    }
    yield text;
    at += taken;
  }
}

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

import { type IncomingMessage } from 'node:http';

/** A sequence of escapes, each `%` and two digits. */
const ESCAPES = /(?:%[0-9a-f]{2})+/gi;

/** Characters that ASP.NET does not escape in the path of a URL (PathString.ToUriComponent). */
const VALID_IN_PATH = /[A-Za-z0-9\-._~!$&'()*+,;=:@/]/;

/**
 * Decodes a path as the platform's web server does. It does not decode `%2F`, so that it does not become a
 * separator, nor bytes that are not UTF-8. Source: dotnet/aspnetcore, UrlDecoder.
 */
export function decodePath(path: string): string {
  return path.replace(ESCAPES, (run) =>
    run
      .split(/(%2f)/i)
      .map((part) => (/^(%2f)?$/i.test(part) ? part : decodeRun(part)))
      .join(''),
  );
}

/**
 * Encodes the path of `request.url`: decoded characters are escaped again only if necessary. So `%2B` becomes
 * `+`.
 */
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

/** Decodes whole characters and keeps invalid bytes. */
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
        continue; // More bytes may complete a character.
      }
    }
    yield text;
    at += taken;
  }
}

/** The target of a request. */
export interface RequestTarget {
  /** Decoded except for `%2F`; routes are compared with it. */
  readonly path: string;
  /** The URL for the app: the path is escaped only where necessary; the query is unchanged. */
  readonly url: URL;
}

/** @returns undefined for a request target that is not a path */
export function toRequestTarget({ url: target = '/', headers }: IncomingMessage): RequestTarget | undefined {
  const [, rawPath = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(target) ?? [];
  const path = decodePath(rawPath);
  // Concatenated instead of resolved: "//x" is a path here, but would be another host when resolved.
  const text = `http://${headers.host ?? 'localhost'}${toUriPath(path)}${query}`;
  return target.startsWith('/') && URL.canParse(text) ? { path, url: new URL(text) } : undefined;
}

import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type RawRequest } from '../../kit';
import { requireFilesystemName, requirePath } from '../store/lake-path';
import { LakeRefusal } from './lake-refusal';

/** A request before its authentication. */
export interface LakeRequest extends RawRequest {
  /** Method on the wire, before an override. */
  readonly sentMethod: string;
  /** Path as sent: percent-encoded, without the query. */
  readonly rawPath: string;
  /** Level of the path. */
  readonly level: 'account' | 'filesystem' | 'path';
  /** `''` at account level. */
  readonly filesystem: string;
  /** `<filesystem>/<path>`; only the filesystem at its level; `''` at account level. */
  readonly path: string;
  /** Names in lower case, values decoded. */
  readonly query: ReadonlyMap<string, string>;
  /** Returns a header by its name in lower case; `undefined` if it is missing or empty. */
  header(name: string): string | undefined;
  /** Names in lower case. */
  readonly headerNames: readonly string[];
  /** Names as sent and values, alternating, because metadata keeps the case of its names. */
  readonly rawHeaders: readonly string[];
}

/** The parts of a request before its body. */
export type RequestHead = Pick<IncomingMessage, 'headers'> & {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
};

/**
 * Reads the URL: `/<account>/<filesystem>/<path>?<query>`, or `/<filesystem>/<path>?<query>` for a host such as
 * `<account>.dfs.localhost`.
 *
 * @param head of a request in a batch, which may omit the account. @default that of `incoming`
 * @throws LakeRefusal 400 for malformed escapes and invalid names
 */
export function readRequest(
  incoming: IncomingMessage,
  account: string,
  head: RequestHead = incoming,
): LakeRequest {
  const url = head.url ?? '/';
  const queryAt = url.indexOf('?');
  const rawPath = queryAt === -1 ? url : url.slice(0, queryAt);
  const { headers, method = 'GET' } = head;
  const isInHost = namesAccount(incoming, account);
  const accountMayMiss = head !== incoming || headers['x-ms-rename-source'] !== undefined;
  const named = isInHost
    ? splitNames(decode(rawPath).slice(1).split('/'))
    : splitPath(decode(rawPath), account, accountMayMiss);
  return {
    method: methodOf(head),
    sentMethod: method,
    incoming,
    id: randomUUID(),
    rawPath,
    ...named,
    query: readQuery(queryAt === -1 ? '' : url.slice(queryAt + 1)),
    header: (name) => {
      const value = headers[name];
      return value === undefined || value === '' ? undefined : String(value);
    },
    headerNames: Object.keys(headers),
    rawHeaders: head.rawHeaders,
  };
}

/**
 * Reads the header `x-ms-rename-source` or the path of `x-ms-copy-source`: `/<account>/<filesystem>/<path>`,
 * where the account is optional. Its query can only be a shared access signature.
 *
 * @returns path `<filesystem>/<path>`
 */
export function readSource(
  encoded: string,
  account: string,
): { readonly path: string; readonly query: LakeRequest['query'] } {
  const [path = '', text = ''] = encoded.split('?');
  const query = readQuery(text);
  if (text !== '' && !query.has('sig'))
    throw new LakeRefusal('header_invalid', 'A source can only have a shared access signature.');
  const named = splitPath(decode(path), account, true);
  if (named.level !== 'path')
    throw new LakeRefusal('header_invalid', 'The source is not a path in a filesystem.');
  return { path: named.path, query };
}

/** Returns whether the host of the request begins with the account, as in Azure. */
export function namesAccount({ headers }: Pick<IncomingMessage, 'headers'>, account: string): boolean {
  return headers.host?.startsWith(`${account}.`) === true;
}

function splitPath(
  path: string,
  account: string,
  accountMayMiss: boolean,
): Pick<LakeRequest, 'level' | 'filesystem' | 'path'> {
  const segments = path.slice(1).split('/');
  if (segments[0] === account) segments.shift();
  // The DFS client omits the account from the source of a rename.
  else if (!accountMayMiss)
    throw new LakeRefusal('account_unknown', `The path must begin with the account "${account}".`);
  return splitNames(segments);
}

/** @param segments of the path after the account; an empty one ends the URL of the account or a filesystem */
function splitNames(segments: string[]): Pick<LakeRequest, 'level' | 'filesystem' | 'path'> {
  if (segments.at(-1) === '' && segments.length < 3) segments.pop();
  const [filesystem, ...rest] = segments;
  if (filesystem === undefined) return { level: 'account', filesystem: '', path: '' };
  requireFilesystemName(filesystem);
  // `fs//` and `fs/%2F` are the root directory for the clients in Java and Python.
  if (rest.every((segment) => segment === '')) return { level: 'filesystem', filesystem, path: filesystem };
  return { level: 'path', filesystem, path: `${filesystem}/${requirePath(rest.join('/'))}` };
}

/** Java's HTTP client has no PATCH, so its users send another method with an override. */
function methodOf({ method = 'GET', headers }: RequestHead): string {
  const override = headers['x-http-method-override'];
  if (override === undefined || (method !== 'POST' && method !== 'PUT')) return method;
  if (override !== 'PATCH')
    throw new LakeRefusal('header_invalid', '"X-HTTP-Method-Override" can only be PATCH.');
  return override;
}

function readQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decodeForm(equals === -1 ? pair : pair.slice(0, equals)).toLowerCase();
    if (query.has(name)) throw new LakeRefusal('parameter_invalid', `"${name}" is set twice.`);
    query.set(name, equals === -1 ? '' : decodeForm(pair.slice(equals + 1)));
  }
  return query;
}

/** In a query, a plus sign is a space: Go's client sends it so. */
function decodeForm(text: string): string {
  return decode(text.replaceAll('+', ' '));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError)
      throw new LakeRefusal('uri_invalid', 'A percent sign does not begin an encoded byte.');
    throw error;
  }
}

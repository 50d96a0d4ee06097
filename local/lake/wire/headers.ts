import { type Conditions } from '../store/conditions';
import { type ContentHeaders, type Found, type Metadata } from '../store/entry';
import { type Leases } from '../store/leases';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';

/** "Metadata names must adhere to the naming rules for C# identifiers"; header names are ASCII. */
const METADATA_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const METADATA_VALUE = /^[\x20-\x7e]*$/;
/** Limit of names and values together ("Set Blob Metadata"). */
const METADATA_BYTES = 8 * 1024;
const METADATA_PREFIX = 'x-ms-meta-';
/** The metadata with which the Blob API marks a directory; it is never stored. */
export const FOLDER_MARK = 'hdi_isfolder';

/** Reads `x-ms-meta-*` of a request; names keep their case. */
export function readMetadata(request: LakeRequest): Metadata {
  const pairs: [string, string][] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (name.toLowerCase().startsWith(METADATA_PREFIX))
      pairs.push([name.slice(METADATA_PREFIX.length), request.rawHeaders[index + 1] ?? '']);
  }
  return toMetadata(pairs);
}

/** @throws LakeRefusal 400 for a name or value that headers do not allow, and for more than 8 KiB */
export function toMetadata(pairs: readonly (readonly [string, string])[]): Metadata {
  let bytes = 0;
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    bytes += name.length + value.length;
    if (!METADATA_NAME.test(name))
      throw new LakeRefusal('metadata_invalid', `"${name}" is not an identifier.`);
    if (!METADATA_VALUE.test(value))
      throw new LakeRefusal('metadata_invalid', `The value of "${name}" is not ASCII text.`);
    if (seen.has(name.toLowerCase())) throw new LakeRefusal('metadata_invalid', `"${name}" is set twice.`);
    seen.add(name.toLowerCase());
  }
  if (bytes > METADATA_BYTES) throw new LakeRefusal('metadata_invalid', 'The metadata is longer than 8 KiB.');
  return Object.fromEntries(pairs);
}

/** Reads the conditional headers, with their plain names or as `x-ms-source-if-*`. */
export function readConditions(request: LakeRequest, prefix: '' | 'x-ms-source-' = ''): Conditions {
  const ifMatch = request.header(`${prefix}if-match`);
  const ifNoneMatch = request.header(`${prefix}if-none-match`);
  const ifModifiedSince = readDate(request, `${prefix}if-modified-since`);
  const ifUnmodifiedSince = readDate(request, `${prefix}if-unmodified-since`);
  const leaseId = request.header(prefix === '' ? 'x-ms-lease-id' : 'x-ms-source-lease-id');
  return {
    ...(leaseId !== undefined && { leaseId }),
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch }),
    ...(ifModifiedSince !== undefined && { ifModifiedSince }),
    ...(ifUnmodifiedSince !== undefined && { ifUnmodifiedSince }),
  };
}

function readDate(request: LakeRequest, name: string): number | undefined {
  const value = request.header(name);
  if (value === undefined) return undefined;
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) throw new LakeRefusal('header_invalid', `"${name}" is not a date.`);
  return milliseconds;
}

const CONTENT_HEADER_SUFFIXES = {
  contentType: 'content-type',
  contentEncoding: 'content-encoding',
  contentLanguage: 'content-language',
  contentDisposition: 'content-disposition',
  cacheControl: 'cache-control',
  contentMd5: 'content-md5',
} as const satisfies Record<keyof ContentHeaders, string>;

type ContentHeaderPrefix = 'x-ms-blob-' | 'x-ms-';

/**
 * Names of the content headers in requests: `x-ms-blob-*` on the Blob endpoint, `x-ms-*` on the DFS endpoint.
 */
export function contentHeaderNames(prefix: ContentHeaderPrefix): string[] {
  return Object.values(CONTENT_HEADER_SUFFIXES).map((suffix) => `${prefix}${suffix}`);
}

export function readContentHeaders(request: LakeRequest, prefix: ContentHeaderPrefix): ContentHeaders {
  const headers: { -readonly [K in keyof ContentHeaders]: string } = {};
  for (const [key, suffix] of Object.entries(CONTENT_HEADER_SUFFIXES)) {
    const value = request.header(`${prefix}${suffix}`);
    if (value !== undefined) headers[key as keyof ContentHeaders] = value;
  }
  return headers;
}

/** ETag and Last-Modified of an entry, which every response about it has. */
export function versionHeaders(entry: Pick<Found, 'tag' | 'modifiedAt'>): Record<string, string> {
  return { etag: `"${entry.tag}"`, 'last-modified': new Date(entry.modifiedAt).toUTCString() };
}

export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

/**
 * Content headers of a response. `Content-MD5` describes the whole body, so a partial response uses another
 * name.
 */
export function contentHeaders(
  headers: ContentHeaders,
  options: { readonly partial: boolean },
): Record<string, string> {
  const reply: Record<string, string> = { 'content-type': DEFAULT_CONTENT_TYPE };
  for (const [key, suffix] of Object.entries(CONTENT_HEADER_SUFFIXES)) {
    const value = headers[key as keyof ContentHeaders];
    if (value === undefined) continue;
    reply[key === 'contentMd5' && options.partial ? 'x-ms-blob-content-md5' : suffix] = value;
  }
  return reply;
}

/** What the properties of a copy say about it. Its bytes and times are those of the entry when it was copied. */
export function copyHeaders({ copy, length, createdAt }: Found): Record<string, string> {
  if (copy === undefined) return {};
  return {
    'x-ms-copy-id': copy.id,
    'x-ms-copy-source': copy.source,
    'x-ms-copy-status': 'success',
    'x-ms-copy-progress': `${length}/${length}`,
    'x-ms-copy-completion-time': new Date(createdAt).toUTCString(),
  };
}

/** `x-ms-lease-status`, `x-ms-lease-state` and for a leased path `x-ms-lease-duration`. */
export function leaseHeaders(leases: Leases, path: string): Record<string, string> {
  const state = leases.stateOf(path);
  const isLocked = state === 'leased' || state === 'breaking';
  return {
    'x-ms-lease-status': isLocked ? 'locked' : 'unlocked',
    'x-ms-lease-state': state,
    ...(state === 'leased' && { 'x-ms-lease-duration': leases.isInfinite(path) ? 'infinite' : 'fixed' }),
  };
}

export function metadataHeaders(metadata: Metadata): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [`${METADATA_PREFIX}${name}`, value]),
  );
}

/** @throws LakeRefusal 411 without a Content-Length, as in Azure */
export function requireContentLength(request: LakeRequest): number {
  const value = request.header('content-length');
  if (value === undefined) throw new LakeRefusal('length_required');
  return Number(value);
}

/**
 * Reads a whole number from a query parameter.
 *
 * @throws LakeRefusal 400 for other texts and numbers below `least`
 */
export function readNumber(request: LakeRequest, name: string, least: number): number | undefined {
  const value = request.query.get(name);
  if (value === undefined) return undefined;
  if (!/^\d{1,15}$/.test(value) || Number(value) < least)
    throw new LakeRefusal('parameter_invalid', `"${name}" must be a whole number from ${least}.`);
  return Number(value);
}

/** @throws LakeRefusal 400 for anything except `true` and `false` */
export function readFlag(request: LakeRequest, name: string): boolean {
  const value = request.query.get(name)?.toLowerCase() ?? 'false';
  if (value !== 'true' && value !== 'false')
    throw new LakeRefusal('parameter_invalid', `"${name}" must be true or false.`);
  return value === 'true';
}

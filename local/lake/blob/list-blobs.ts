import { ACCOUNT_SAS_LIST, SAS_LIST } from '../auth/sas-access';
import { fromToken, list, pageOf, toToken, type Listed } from '../store/listing';
import { type Leases } from '../store/leases';
import { requireFilesystem } from '../store/writes';
import { DEFAULT_CONTENT_TYPE, FOLDER_MARK, leaseHeaders, readNumber } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { type LakeContext, type LakeOperation } from '../wire/operation';
import { element, XML_DECLARATION } from '../wire/xml';

/** Azure's limit of a page, and its default ("List Blobs"). */
const PAGE_SIZE = 5000;

/**
 * `GET
 * /<container>?restype=container&comp=list[&prefix=…][&delimiter=/][&marker=…][&maxresults=…][&include=…][&startFrom=…]`
 * → 200, XML. As with a hierarchical namespace, a flat listing includes directories, with `ResourceType`
 * directory; with a delimiter they are prefixes.
 */
export const listBlobs: LakeOperation = {
  name: 'ListBlobs',
  api: 'blob',
  sas: SAS_LIST,
  query: ['prefix', 'delimiter', 'marker', 'maxresults', 'include', 'startfrom'],
  run(request, { store, baseUrl }) {
    const { filesystem, query } = request;
    requireFilesystem(store, filesystem);
    const prefix = query.get('prefix') ?? '';
    const byHierarchy = readDelimiter(request);
    const withMetadata = readInclude(request);
    const directory = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
    const isThere = directory === '' || store.find(`${filesystem}/${directory}`)?.kind === 'directory';
    const items = list(store, {
      filesystem,
      directory,
      prefix,
      after: fromToken(query.get('marker')),
      from: query.get('startfrom') ?? '',
      recursive: !byHierarchy,
      slashed: byHierarchy,
    });
    const size = Math.min(readNumber(request, 'maxresults', 1) ?? PAGE_SIZE, PAGE_SIZE);
    const { page, next } = pageOf(isThere ? items : [], size);
    const lines = page.map((item) =>
      byHierarchy && item.found.kind === 'directory'
        ? `<BlobPrefix>${element('Name', item.key)}</BlobPrefix>`
        : toBlob(item, withMetadata, store.leases),
    );
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: [
        XML_DECLARATION,
        `<EnumerationResults ServiceEndpoint="${baseUrl}/" ContainerName="${filesystem}">`,
        element('Prefix', prefix),
        element('Marker', query.get('marker') ?? ''),
        element('MaxResults', size),
        ...(byHierarchy ? [element('Delimiter', '/')] : []),
        `<Blobs>${lines.join('')}</Blobs>`,
        element('NextMarker', toToken(next)),
        '</EnumerationResults>',
      ].join(''),
    };
  },
};

/** `GET /?comp=list[&prefix=…][&marker=…][&maxresults=…][&include=metadata]` → 200, XML. */
export const listContainers: LakeOperation = {
  name: 'ListContainers',
  api: 'blob',
  sas: ACCOUNT_SAS_LIST,
  query: ['prefix', 'marker', 'maxresults', 'include'],
  run(request, { store, baseUrl }) {
    const withMetadata = readInclude(request);
    const { page, next, size } = pageOfFilesystems(request, { store }, 'marker');
    const lines = page.map(({ name, found }) =>
      [
        `<Container>${element('Name', name)}<Properties>`,
        element('Last-Modified', new Date(found.modifiedAt).toUTCString()),
        element('Etag', `"${found.tag}"`),
        leaseElements(store.leases, found.path),
        '<HasImmutabilityPolicy>false</HasImmutabilityPolicy><HasLegalHold>false</HasLegalHold></Properties>',
        withMetadata ? metadataElement(found.metadata) : '',
        '</Container>',
      ].join(''),
    );
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: [
        XML_DECLARATION,
        `<EnumerationResults ServiceEndpoint="${baseUrl}/">`,
        element('Prefix', request.query.get('prefix') ?? ''),
        element('Marker', request.query.get('marker') ?? ''),
        element('MaxResults', size),
        `<Containers>${lines.join('')}</Containers>`,
        element('NextMarker', toToken(next)),
        '</EnumerationResults>',
      ].join(''),
    };
  },
};

/** Returns one page of filesystems. Both APIs list them, each with its own name of the token. */
export function pageOfFilesystems(
  request: LakeRequest,
  { store }: Pick<LakeContext, 'store'>,
  tokenName: 'marker' | 'continuation',
): ReturnType<typeof pageOf> & { readonly size: number } {
  const prefix = request.query.get('prefix') ?? '';
  const after = fromToken(request.query.get(tokenName));
  const items = store
    .filesystems()
    .filter((name) => name.startsWith(prefix) && name > after)
    .flatMap((name): Listed[] => {
      const found = store.find(name);
      return found === undefined ? [] : [{ name, key: name, found }];
    });
  const size = Math.min(readNumber(request, 'maxresults', 1) ?? PAGE_SIZE, PAGE_SIZE);
  return { ...pageOf(items, size), size };
}

function toBlob({ name, found }: Listed, withMetadata: boolean, leases: Leases): string {
  const { headers } = found;
  const isDirectory = found.kind === 'directory';
  const metadata = isDirectory ? { ...found.metadata, [FOLDER_MARK]: 'true' } : found.metadata;
  return [
    `<Blob>${element('Name', name)}<Properties>`,
    element('Creation-Time', new Date(found.createdAt).toUTCString()),
    element('Last-Modified', new Date(found.modifiedAt).toUTCString()),
    element('Etag', found.tag),
    element('ResourceType', found.kind),
    element('Content-Length', found.length),
    element('Content-Type', headers.contentType ?? DEFAULT_CONTENT_TYPE),
    element('Content-Encoding', headers.contentEncoding ?? ''),
    element('Content-Language', headers.contentLanguage ?? ''),
    element('Content-MD5', headers.contentMd5 ?? ''),
    element('Cache-Control', headers.cacheControl ?? ''),
    element('Content-Disposition', headers.contentDisposition ?? ''),
    typeElements(found),
    leaseElements(leases, found.path),
    '<ServerEncrypted>true</ServerEncrypted>',
    `</Properties>${withMetadata ? metadataElement(metadata) : ''}</Blob>`,
  ].join('');
}

/** Only block blobs have an access tier. */
function typeElements({ appendBlob }: Listed['found']): string {
  if (appendBlob === undefined)
    return '<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>';
  return `<BlobType>AppendBlob</BlobType>${appendBlob.isSealed ? '<Sealed>true</Sealed>' : ''}`;
}

function leaseElements(leases: Leases, path: string): string {
  const headers = leaseHeaders(leases, path);
  return [
    element('LeaseStatus', headers['x-ms-lease-status'] ?? ''),
    element('LeaseState', headers['x-ms-lease-state'] ?? ''),
  ].join('');
}

function metadataElement(metadata: Readonly<Record<string, string>>): string {
  const items = Object.entries(metadata).map(([name, value]) => element(name, value));
  return `<Metadata>${items.join('')}</Metadata>`;
}

function readDelimiter(request: LakeRequest): boolean {
  const delimiter = request.query.get('delimiter') ?? '';
  if (delimiter !== '' && delimiter !== '/')
    throw new LakeRefusal('parameter_unsupported', `The delimiter "${delimiter}" is not supported; use "/".`);
  return delimiter === '/';
}

/**
 * What a listing may include, in any case of letters. Only metadata has an effect. There are no deleted blobs,
 * snapshots, versions, tags, policies or holds to list.
 */
const INCLUDABLE = new Set([
  'metadata',
  'copy',
  'deleted',
  'deletedwithversions',
  'snapshots',
  'versions',
  'tags',
  'immutabilitypolicy',
  'legalhold',
  'system',
]);

/** Returns whether metadata is requested. */
function readInclude(request: LakeRequest): boolean {
  const wanted = (request.query.get('include') ?? '')
    .split(',')
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
  const other = wanted.find((value) => !INCLUDABLE.has(value));
  if (other !== undefined)
    throw new LakeRefusal('parameter_unsupported', `"include=${other}" is not supported.`);
  return wanted.includes('metadata');
}

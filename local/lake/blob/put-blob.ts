import { SAS_CREATE } from '../auth/sas-access';
import { type ContentHeaders, withoutMd5 } from '../store/entry';
import { putFile, requireFileMayBePut } from '../store/writes';
import {
  contentHeaderNames,
  FOLDER_MARK,
  readConditions,
  readContentHeaders,
  readMetadata,
  requireContentLength,
  versionHeaders,
} from '../wire/headers';
import { type LakeRequest } from '../wire/lake-request';
import { receiveBody } from '../wire/receive-body';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { STRUCTURED_HEADERS, structuredHeaders } from '../wire/structured-body';

/** `PUT /<container>/<blob>` → 201: a block blob with the bytes of the body, or an empty append blob. */
export const putBlob: LakeOperation = {
  name: 'PutBlob',
  api: 'blob',
  sas: SAS_CREATE,
  headers: [
    ...CONDITION_HEADERS,
    ...contentHeaderNames('x-ms-blob-'),
    'content-md5',
    'x-ms-content-crc64',
    'x-ms-blob-type',
    'x-ms-access-tier',
    ...STRUCTURED_HEADERS,
  ],
  metadata: true,
  async run(request, { store, uploads }) {
    const isAppendBlob = readBlobType(request) === 'AppendBlob';
    requireHotTier(request);
    if (requireContentLength(request) > 0 && isAppendBlob)
      throw new LakeRefusal('header_invalid', 'An append blob is created empty; "Content-Length" must be 0.');
    const conditions = readConditions(request);
    const metadata = readBlobMetadata(request);
    const headers = readBlobHeaders(request);
    requireFileMayBePut(store, request.path, conditions);
    const md5 = [request.header('content-md5'), headers.contentMd5];
    const staged = await receiveBody(request, store, { md5, durable: true });
    const entry = await putFile(store, {
      path: request.path,
      staged,
      conditions,
      metadata,
      // Blocks that are appended change the MD5.
      headers: isAppendBlob ? withoutMd5(headers) : { ...headers, contentMd5: staged.md5 },
      ...(isAppendBlob && { appendBlob: { blocks: 0, isSealed: false } }),
    });
    uploads.forgetBlocks(request.path);
    return {
      status: 201,
      headers: {
        ...versionHeaders(entry),
        'content-md5': staged.md5,
        'x-ms-request-server-encrypted': 'true',
        ...structuredHeaders(request),
      },
    };
  },
};

/** Properties from `x-ms-blob-*`; the type is from `Content-Type` if the former is missing. */
export function readBlobHeaders(request: LakeRequest): ContentHeaders {
  const contentType = request.header('content-type');
  return { ...(contentType !== undefined && { contentType }), ...readContentHeaders(request, 'x-ms-blob-') };
}

/**
 * @throws LakeRefusal for the metadata that creates a directory in Azure; use the DFS endpoint for
 *   directories
 */
export function readBlobMetadata(request: LakeRequest): Readonly<Record<string, string>> {
  const metadata = readMetadata(request);
  if (Object.keys(metadata).some((name) => name.toLowerCase() === FOLDER_MARK))
    throw new LakeRefusal(
      'metadata_invalid',
      `"${FOLDER_MARK}" is not supported: create directories on the DFS endpoint.`,
    );
  return metadata;
}

/** @throws LakeRefusal for every access tier except Hot */
export function requireHotTier(request: LakeRequest): void {
  const tier = request.header('x-ms-access-tier');
  if (tier !== undefined && tier !== 'Hot')
    throw new LakeRefusal('header_unsupported', `The access tier "${tier}" is not supported; use Hot.`);
}

/** @throws LakeRefusal for page blobs and unknown types */
export function readBlobType(request: LakeRequest): 'BlockBlob' | 'AppendBlob' {
  const type = request.header('x-ms-blob-type');
  if (type === undefined) throw new LakeRefusal('header_missing', 'x-ms-blob-type');
  if (type === 'BlockBlob' || type === 'AppendBlob') return type;
  const isPageBlob = type === 'PageBlob';
  throw new LakeRefusal(
    'header_unsupported',
    `${isPageBlob ? 'Page blobs are' : `The blob type "${type}" is`} not supported; use BlockBlob or AppendBlob.`,
  );
}

/** @throws LakeRefusal for every type except BlockBlob */
export function requireBlockBlob(request: LakeRequest): void {
  if (readBlobType(request) !== 'BlockBlob')
    throw new LakeRefusal('header_invalid', '"x-ms-blob-type" must be BlockBlob.');
}

import { SAS_CREATE } from '../auth/sas-access';
import { type ContentHeaders } from '../store/entry';
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
import { type LakeRequest, receiveBody } from '../wire/lake-request';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';

/** `PUT /<container>/<blob>` with the bytes as body → 201. Block blobs only. */
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
  ],
  metadata: true,
  async run(request, { store, uploads }) {
    requireBlockBlob(request);
    requireHotTier(request);
    requireContentLength(request);
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
      headers: { ...headers, contentMd5: staged.md5 },
    });
    uploads.forgetBlocks(request.path);
    return {
      status: 201,
      headers: {
        ...versionHeaders(entry),
        'content-md5': staged.md5,
        'x-ms-request-server-encrypted': 'true',
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

function requireBlockBlob(request: LakeRequest): void {
  const type = request.header('x-ms-blob-type');
  if (type === undefined) throw new LakeRefusal('header_missing', 'x-ms-blob-type');
  if (type !== 'BlockBlob')
    throw new LakeRefusal('header_unsupported', `The blob type "${type}" is not supported; use BlockBlob.`);
}

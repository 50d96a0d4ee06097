import { randomUUID } from 'node:crypto';
import { SAS_CREATE } from '../auth/sas-access';
import { putFile, requireFileMayBePut } from '../store/writes';
import { contentHeaderNames, readConditions, readContentHeaders, versionHeaders } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { copySource, SOURCE_HEADERS } from './copy-source';
import { readBlobMetadata, requireBlockBlob, requireHotTier } from './put-blob';

/**
 * `PUT /<container>/<blob>` with `x-ms-copy-source: <URL of a blob of this account>` → 202. The copy is
 * complete when the response is sent. Properties and metadata are those of the source, unless the request has
 * metadata. With `x-ms-requires-sync: true` it is Copy Blob From URL, which copies no append blobs.
 */
export const copyBlob: LakeOperation = {
  name: 'CopyBlob',
  api: 'blob',
  sas: SAS_CREATE,
  // There are no tags, so copying or replacing them has no effect.
  headers: [
    ...CONDITION_HEADERS,
    ...SOURCE_HEADERS,
    'x-ms-requires-sync',
    'x-ms-access-tier',
    'x-ms-copy-source-tag-option',
  ],
  metadata: true,
  async run(request, context) {
    const { store, uploads } = context;
    requireHotTier(request);
    const conditions = readConditions(request);
    const metadata = readBlobMetadata(request);
    requireFileMayBePut(store, request.path, conditions);
    const { source, staged } = await copySource(request, context);
    const isSynchronous = request.header('x-ms-requires-sync')?.toLowerCase() === 'true';
    if (isSynchronous && source.appendBlob !== undefined) {
      store.temporary.discard(staged.id);
      throw new LakeRefusal('blob_type_invalid', 'Copy Blob From URL copies only block blobs.');
    }
    const copy = {
      id: randomUUID(),
      source: (request.header('x-ms-copy-source') ?? '').replace(/\?.*$/, ''),
    };
    const entry = await putFile(store, {
      path: request.path,
      copy,
      staged,
      conditions,
      headers: source.headers,
      metadata: Object.keys(metadata).length > 0 ? metadata : source.metadata,
      ...(source.appendBlob !== undefined && { appendBlob: { ...source.appendBlob, isSealed: false } }),
    });
    uploads.forgetBlocks(request.path);
    return {
      status: 202,
      headers: {
        ...versionHeaders(entry),
        ...(isSynchronous && { 'content-md5': staged.md5 }),
        'x-ms-copy-id': copy.id,
        'x-ms-copy-status': 'success',
      },
    };
  },
};

/**
 * `PUT /<container>/<blob>` with `x-ms-copy-source` and `x-ms-blob-type: BlockBlob` → 201. Properties are those of the
 * request, and the others those of the source unless `x-ms-copy-source-blob-properties: false`. Metadata is that of the request.
 */
export const putBlobFromUrl: LakeOperation = {
  name: 'PutBlobFromUrl',
  api: 'blob',
  sas: SAS_CREATE,
  headers: [
    ...CONDITION_HEADERS,
    ...SOURCE_HEADERS,
    ...contentHeaderNames('x-ms-blob-'),
    'content-md5',
    'x-ms-blob-type',
    'x-ms-access-tier',
    'x-ms-copy-source-blob-properties',
    'x-ms-copy-source-tag-option',
  ],
  metadata: true,
  async run(request, context) {
    const { store, uploads } = context;
    requireBlockBlob(request);
    requireHotTier(request);
    const conditions = readConditions(request);
    const metadata = readBlobMetadata(request);
    const own = readContentHeaders(request, 'x-ms-blob-');
    requireFileMayBePut(store, request.path, conditions);
    const { source, staged } = await copySource(request, context);
    const takesOver = request.header('x-ms-copy-source-blob-properties')?.toLowerCase() !== 'false';
    const expected = [request.header('content-md5'), own.contentMd5];
    if (expected.some((md5) => md5 !== undefined && md5 !== staged.md5)) {
      store.temporary.discard(staged.id);
      throw new LakeRefusal('md5_mismatch');
    }
    const entry = await putFile(store, {
      path: request.path,
      staged,
      conditions,
      metadata,
      headers: { ...(takesOver && source.headers), ...own, contentMd5: staged.md5 },
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

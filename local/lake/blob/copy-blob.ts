import { randomUUID } from 'node:crypto';
import { SAS_CREATE } from '../auth/sas-access';
import { requireCopySource } from '../auth/sources';
import { requireOfSource } from '../store/conditions';
import { putFile, requireFileMayBePut } from '../store/writes';
import { readConditions, versionHeaders } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeOperation, SOURCE_CONDITION_HEADERS } from '../wire/operation';
import { readBlobMetadata, requireHotTier } from './put-blob';

/**
 * `PUT /<container>/<blob>` with `x-ms-copy-source: <URL of a blob of this account>` → 202. The copy is
 * complete when the response is sent. Properties and metadata are those of the source, unless the request has
 * metadata. `x-ms-requires-sync` has no effect, because copies are always synchronous.
 */
export const copyBlob: LakeOperation = {
  name: 'CopyBlob',
  api: 'blob',
  sas: SAS_CREATE,
  headers: [
    ...CONDITION_HEADERS,
    ...SOURCE_CONDITION_HEADERS,
    'x-ms-copy-source',
    'x-ms-requires-sync',
    'x-ms-access-tier',
  ],
  metadata: true,
  async run(request, context) {
    const { store, uploads } = context;
    requireHotTier(request);
    const from = requireCopySource(request, context);
    const source = store.find(from);
    if (source?.kind !== 'file') throw new LakeRefusal('source_not_found');
    requireOfSource(readConditions(request, 'x-ms-source-'), source);
    const conditions = readConditions(request);
    const metadata = readBlobMetadata(request);
    requireFileMayBePut(store, request.path, conditions);
    const staged = await store.temporary.join([
      { file: store.locate(from), offset: 0, length: source.length },
    ]);
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
      check: () => {
        // The bytes may be of a newer version than the properties.
        if (store.find(from)?.content?.id !== source.content?.id)
          throw new LakeRefusal('source_condition_not_met');
      },
    });
    uploads.forgetBlocks(request.path);
    return {
      status: 202,
      headers: { ...versionHeaders(entry), 'x-ms-copy-id': copy.id, 'x-ms-copy-status': 'success' },
    };
  },
};

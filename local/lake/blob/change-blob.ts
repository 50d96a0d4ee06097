import { SAS_DELETE, SAS_WRITE } from '../auth/sas-access';
import { requireFile, remove, setProperties } from '../store/writes';
import {
  contentHeaderNames,
  FOLDER_MARK,
  readConditions,
  readContentHeaders,
  readMetadata,
  versionHeaders,
} from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';

/** `PUT ?comp=metadata` → 200. Replaces all metadata, of a file or a directory. */
export const setBlobMetadata: LakeOperation = {
  name: 'SetBlobMetadata',
  api: 'blob',
  sas: SAS_WRITE,
  headers: [...CONDITION_HEADERS],
  metadata: true,
  async run(request, { store }) {
    const metadata = Object.entries(readMetadata(request));
    const entry = await setProperties(store, {
      path: request.path,
      conditions: readConditions(request),
      update: (found) => {
        const kept = metadata.filter(([name]) => name.toLowerCase() !== FOLDER_MARK);
        if (found.kind === 'file' && kept.length < metadata.length)
          throw new LakeRefusal('metadata_invalid', `A file cannot become a directory by "${FOLDER_MARK}".`);
        return { metadata: Object.fromEntries(kept) };
      },
    });
    return { status: 200, headers: { ...versionHeaders(entry), 'x-ms-request-server-encrypted': 'true' } };
  },
};

/** `PUT ?comp=properties` → 200. Replaces all content headers: missing ones are cleared. */
export const setBlobHttpHeaders: LakeOperation = {
  name: 'SetBlobHttpHeaders',
  api: 'blob',
  sas: SAS_WRITE,
  headers: [...CONDITION_HEADERS, ...contentHeaderNames('x-ms-blob-')],
  async run(request, { store }) {
    const entry = await setProperties(store, {
      path: request.path,
      conditions: readConditions(request),
      update: () => ({ headers: readContentHeaders(request, 'x-ms-blob-') }),
    });
    return { status: 200, headers: versionHeaders(entry) };
  },
};

/** `DELETE /<container>/<blob>` → 202. A directory must be empty. */
export const deleteBlob: LakeOperation = {
  name: 'DeleteBlob',
  api: 'blob',
  sas: SAS_DELETE,
  // There are no snapshots, so including them has no effect; deleting only snapshots is refused.
  headers: [...CONDITION_HEADERS, 'x-ms-delete-snapshots'],
  async run(request, { store, uploads }) {
    if (request.header('x-ms-delete-snapshots') === 'only')
      requireNoSnapshots(requireFile(store, request.path).path);
    await remove(store, { path: request.path, conditions: readConditions(request), recursive: false });
    uploads.forgetBlocks(request.path);
    return { status: 202, headers: { 'x-ms-delete-type-permanent': 'true' } };
  },
};

function requireNoSnapshots(path: string): never {
  throw new LakeRefusal(
    'header_unsupported',
    `Snapshots are not supported, so "${path}" has none to delete.`,
  );
}

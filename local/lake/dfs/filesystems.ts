import {
  ACCOUNT_SAS_CREATE,
  ACCOUNT_SAS_DELETE,
  ACCOUNT_SAS_LIST,
  ACCOUNT_SAS_READ,
} from '../auth/sas-access';
import { pageOfFilesystems } from '../blob/list-blobs';
import { toToken } from '../store/listing';
import { makeFilesystem, remove, requireFilesystem } from '../store/writes';
import { readConditions, versionHeaders } from '../wire/headers';
import { type LakeOperation } from '../wire/operation';
import { readProperties } from './create-path';
import { toProperties } from './path-headers';

/** `PUT /<filesystem>?resource=filesystem` → 201. */
export const createFilesystem: LakeOperation = {
  name: 'CreateFilesystem',
  api: 'dfs',
  sas: ACCOUNT_SAS_CREATE,
  headers: ['x-ms-properties'],
  async run(request, { store }) {
    const entry = await makeFilesystem(store, request.filesystem, readProperties(request) ?? {});
    return { status: 201, headers: { ...versionHeaders(entry), 'x-ms-namespace-enabled': 'true' } };
  },
};

/** `HEAD /<filesystem>?resource=filesystem` → 200. */
export const getFilesystemProperties: LakeOperation = {
  name: 'GetFilesystemProperties',
  api: 'dfs',
  sas: ACCOUNT_SAS_READ,
  run(request, { store }) {
    const found = requireFilesystem(store, request.filesystem);
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        'x-ms-properties': toProperties(found.metadata),
        'x-ms-namespace-enabled': 'true',
      },
    };
  },
};

/** `DELETE /<filesystem>?resource=filesystem` → 202. Also deletes the contents. */
export const deleteFilesystem: LakeOperation = {
  name: 'DeleteFilesystem',
  api: 'dfs',
  sas: ACCOUNT_SAS_DELETE,
  headers: ['if-modified-since', 'if-unmodified-since', 'x-ms-lease-id'],
  async run(request, { store }) {
    requireFilesystem(store, request.filesystem);
    await remove(store, { path: request.filesystem, conditions: readConditions(request), recursive: true });
    return { status: 202 };
  },
};

/** `GET /?resource=account[&prefix=…][&continuation=…][&maxResults=…]` → 200 `{"filesystems": [{name, lastModified, eTag}]}`. */
export const listFilesystems: LakeOperation = {
  name: 'ListFilesystems',
  api: 'dfs',
  sas: ACCOUNT_SAS_LIST,
  query: ['prefix', 'continuation', 'maxresults'],
  run(request, context) {
    const { page, next } = pageOfFilesystems(request, context, 'continuation');
    const filesystems = page.map(({ name, found }) => ({
      name,
      lastModified: new Date(found.modifiedAt).toUTCString(),
      eTag: `"${found.tag}"`,
    }));
    return {
      status: 200,
      headers: {
        'content-type': 'application/json;charset=utf-8',
        ...(next !== undefined && { 'x-ms-continuation': toToken(next) }),
      },
      body: JSON.stringify({ filesystems }),
    };
  },
};

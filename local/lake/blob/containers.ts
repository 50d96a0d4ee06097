import {
  ACCOUNT_SAS_CREATE,
  ACCOUNT_SAS_DELETE,
  ACCOUNT_SAS_READ,
  ACCOUNT_SAS_WRITE,
} from '../auth/sas-access';
import { makeFilesystem, remove, requireFilesystem, setProperties } from '../store/writes';
import { leaseHeaders, metadataHeaders, readConditions, readMetadata, versionHeaders } from '../wire/headers';
import { type LakeOperation } from '../wire/operation';

/** `PUT ?restype=container` → 201. */
export const createContainer: LakeOperation = {
  name: 'CreateContainer',
  api: 'blob',
  sas: ACCOUNT_SAS_CREATE,
  metadata: true,
  async run(request, { store }) {
    return {
      status: 201,
      headers: versionHeaders(await makeFilesystem(store, request.filesystem, readMetadata(request))),
    };
  },
};

/** `HEAD` or `GET ?restype=container` → 200. */
export const getContainerProperties: LakeOperation = {
  name: 'GetContainerProperties',
  api: 'blob',
  sas: ACCOUNT_SAS_READ,
  headers: ['x-ms-lease-id'],
  run(request, { store }) {
    const found = requireFilesystem(store, request.filesystem);
    store.leases.requireForRead(request.path, request.header('x-ms-lease-id'));
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        ...metadataHeaders(found.metadata),
        ...FIXED_PROPERTIES,
        ...leaseHeaders(store.leases, found.path),
      },
    };
  },
};

/** `PUT ?restype=container&comp=metadata` → 200. */
export const setContainerMetadata: LakeOperation = {
  name: 'SetContainerMetadata',
  api: 'blob',
  sas: ACCOUNT_SAS_WRITE,
  headers: ['if-modified-since', 'x-ms-lease-id'],
  metadata: true,
  async run(request, { store }) {
    const metadata = readMetadata(request);
    requireFilesystem(store, request.filesystem);
    const entry = await setProperties(store, {
      path: request.filesystem,
      conditions: readConditions(request),
      update: () => ({ metadata }),
    });
    return { status: 200, headers: versionHeaders(entry) };
  },
};

/** `DELETE ?restype=container` → 202. Also deletes the contents. */
export const deleteContainer: LakeOperation = {
  name: 'DeleteContainer',
  api: 'blob',
  sas: ACCOUNT_SAS_DELETE,
  headers: ['if-modified-since', 'if-unmodified-since', 'x-ms-lease-id'],
  async run(request, { store }) {
    requireFilesystem(store, request.filesystem);
    await remove(store, { path: request.filesystem, conditions: readConditions(request), recursive: true });
    return { status: 202 };
  },
};

const FIXED_PROPERTIES = {
  'x-ms-has-immutability-policy': 'false',
  'x-ms-has-legal-hold': 'false',
};

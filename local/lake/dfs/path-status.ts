import { requireForRead } from '../store/conditions';
import { type Found, type Metadata } from '../store/entry';
import { requireFound } from '../store/writes';
import { contentHeaders, readConditions, versionHeaders } from '../wire/headers';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeContext, type LakeOperation } from '../wire/operation';

/** Owners and permissions of all paths: those that Azure sets for paths created with the account's key. */
export const ACCESS = {
  owners: { owner: '$superuser', group: '$superuser' },
  file: 'rw-r-----',
  directory: 'rwxr-x---',
} as const;

/**
 * `HEAD /<filesystem>/<path>?action=getStatus` → 200: system properties only. Without `action` the Blob
 * endpoint's HEAD responds.
 */
export const getPathStatus: LakeOperation = {
  name: 'GetPathStatus',
  api: 'dfs',
  query: ['upn'],
  headers: [...CONDITION_HEADERS],
  run(request, context) {
    const found = findForRead(request, context);
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        ...contentHeaders(found.headers, { partial: false }),
        ...accessHeaders(found),
        'content-length': found.length,
        'x-ms-resource-type': found.kind,
        'x-ms-properties': toProperties(found.metadata),
      },
    };
  },
};

/**
 * `HEAD /<filesystem>/<path>?action=getAccessControl` → 200. All paths have the same owners and permissions.
 */
export const getPathAccessControl: LakeOperation = {
  name: 'GetPathAccessControl',
  api: 'dfs',
  query: ['upn'],
  headers: [...CONDITION_HEADERS],
  run(request, context) {
    const found = findForRead(request, context);
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        ...accessHeaders(found),
        'x-ms-acl':
          found.kind === 'file' ? 'user::rw-,group::r--,other::---' : 'user::rwx,group::r-x,other::---',
      },
    };
  },
};

function findForRead(request: LakeRequest, { store }: LakeContext): Found {
  const found = requireFound(store, request.path);
  requireForRead(readConditions(request), found);
  return found;
}

function accessHeaders(found: Found): Record<string, string> {
  return {
    'x-ms-owner': ACCESS.owners.owner,
    'x-ms-group': ACCESS.owners.group,
    'x-ms-permissions': found.kind === 'file' ? ACCESS.file : ACCESS.directory,
  };
}

/** `name=<base64>,…` */
export function toProperties(metadata: Metadata): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name}=${Buffer.from(value).toString('base64')}`)
    .join(',');
}

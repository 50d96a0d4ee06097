import { SAS_STATUS, type SasAccess } from '../auth/sas-access';
import { type Access, accessOf, type AccessRequest, changeAccess } from '../store/access';
import { formatAcl, mergeAcl, readAcl, removeFromAcl } from '../store/acl';
import { type Found } from '../store/entry';
import { list } from '../store/listing';
import { setAccess } from '../store/set-access';
import { requireReadable } from '../store/reads';
import { readConditions, readNumber, versionHeaders } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { accessHeaders } from './path-headers';

/** Headers of a request that creates a path. */
export const ACCESS_HEADERS = [
  'x-ms-owner',
  'x-ms-group',
  'x-ms-permissions',
  'x-ms-umask',
  'x-ms-acl',
] as const;

/** `HEAD /<filesystem>[/<path>]?action=getAccessControl` → 200. */
export const getPathAccessControl: LakeOperation = {
  name: 'GetPathAccessControl',
  api: 'dfs',
  sas: SAS_STATUS,
  query: ['upn'],
  headers: [...CONDITION_HEADERS],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    return {
      status: 200,
      headers: {
        ...versionHeaders(found),
        ...accessHeaders(found),
        'x-ms-acl': formatAcl(accessOf(found).acl),
      },
    };
  },
};

/** o (ownership) changes owners, p (permissions) everything else. */
const accessRule = (request: LakeRequest): SasAccess => {
  const changesOwners = ['x-ms-owner', 'x-ms-group'].some((name) => request.header(name) !== undefined);
  return { resource: 'object', anyOf: changesOwners ? 'o' : 'p' };
};

/** `PATCH /<filesystem>[/<path>]?action=setAccessControl` → 200. What the request does not name remains, and so does the ETag. */
export const setPathAccessControl: LakeOperation = {
  name: 'SetPathAccessControl',
  api: 'dfs',
  sas: accessRule,
  headers: [...CONDITION_HEADERS, 'x-ms-owner', 'x-ms-group', 'x-ms-permissions', 'x-ms-acl'],
  async run(request, { store }) {
    const change = readAccess(request);
    if (Object.keys(change).length === 0)
      throw new LakeRefusal(
        'header_missing',
        'One of x-ms-owner, x-ms-group, x-ms-permissions and x-ms-acl.',
      );
    const [entry] = await setAccess(store, {
      path: request.path,
      conditions: readConditions(request),
      update: (found) => changeAccess(found.kind, accessOf(found), change),
    });
    return { status: 200, headers: versionHeaders(entry) };
  },
};

/**
 * `PATCH /<filesystem>[/<path>]?action=setAccessControlRecursive&mode=set|modify|remove` → 200
 * `{"directoriesSuccessful", "filesSuccessful", "failureCount", "failedEntries"}`. One step for any number of paths,
 * so there is never a continuation. Files ignore default entries.
 */
export const setPathAccessControlRecursive: LakeOperation = {
  name: 'SetPathAccessControlRecursive',
  api: 'dfs',
  sas: { resource: 'object', anyOf: 'p' },
  query: ['mode', 'maxrecords', 'forceflag'],
  headers: ['x-ms-acl'],
  async run(request, { store }) {
    readNumber(request, 'maxrecords', 1);
    const update = readRecursion(request);
    const changed = await setAccess(store, {
      path: request.path,
      conditions: {},
      below: ({ kind }) =>
        kind === 'file'
          ? []
          : [
              ...list(store, {
                filesystem: request.filesystem,
                directory: request.path.slice(request.filesystem.length + 1),
                recursive: true,
              }),
            ].map(({ found }) => found),
      update,
    });
    const files = changed.filter(({ kind }) => kind === 'file').length;
    return {
      status: 200,
      headers: { 'content-type': 'application/json;charset=utf-8' },
      body: JSON.stringify({
        directoriesSuccessful: changed.length - files,
        failedEntries: [],
        failureCount: 0,
        filesSuccessful: files,
      }),
    };
  },
};

/** Reads owners, permissions, umask and list of a request; empty if it has none. */
export function readAccess(request: LakeRequest): AccessRequest {
  const values = {
    owner: request.header('x-ms-owner'),
    group: request.header('x-ms-group'),
    permissions: request.header('x-ms-permissions'),
    umask: request.header('x-ms-umask'),
  };
  const acl = request.header('x-ms-acl');
  return {
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
    ...(acl !== undefined && { acl: readAcl(acl, { withoutBits: false }) }),
  };
}

function readRecursion(request: LakeRequest): (found: Found) => Access {
  const mode = request.query.get('mode') ?? '';
  if (!['set', 'modify', 'remove'].includes(mode))
    throw new LakeRefusal('parameter_invalid', '"mode" must be set, modify or remove.');
  const text = request.header('x-ms-acl');
  if (text === undefined) throw new LakeRefusal('header_missing', 'x-ms-acl');
  const acl = readAcl(text, { withoutBits: mode === 'remove' });
  return (found) => {
    const before = accessOf(found);
    const own = found.kind === 'file' ? acl.filter(({ scope }) => scope === 'access') : acl;
    if (own.length === 0) return before;
    if (mode === 'set') return changeAccess(found.kind, before, { acl: own });
    return { ...before, acl: mode === 'modify' ? mergeAcl(before.acl, own) : removeFromAcl(before.acl, own) };
  };
}

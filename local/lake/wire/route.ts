import { getBlockList, putBlock, putBlockList } from '../blob/blocks';
import { deleteBlob, setBlobHttpHeaders, setBlobMetadata } from '../blob/change-blob';
import {
  createContainer,
  deleteContainer,
  getContainerProperties,
  setContainerMetadata,
} from '../blob/containers';
import { copyBlob } from '../blob/copy-blob';
import { getBlob, getBlobProperties } from '../blob/get-blob';
import { listBlobs, listContainers } from '../blob/list-blobs';
import { putBlob } from '../blob/put-blob';
import { createDirectory, createFile, renamePath } from '../dfs/create-path';
import { deletePath } from '../dfs/delete-path';
import {
  createFilesystem,
  deleteFilesystem,
  getFilesystemProperties,
  listFilesystems,
} from '../dfs/filesystems';
import { listPaths } from '../dfs/list-paths';
import { getPathAccessControl, getPathStatus } from '../dfs/path-status';
import { appendToPath, flushPath, setPathProperties } from '../dfs/update-path';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';
import { type Operation } from './operation';

/** Every operation that the lake has, by `routeOf`. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET account comp=list': listContainers,
  'PUT filesystem restype=container': createContainer,
  'GET filesystem restype=container': getContainerProperties,
  'HEAD filesystem restype=container': getContainerProperties,
  'DELETE filesystem restype=container': deleteContainer,
  'PUT filesystem restype=container comp=metadata': setContainerMetadata,
  'GET filesystem restype=container comp=list': listBlobs,
  'PUT path': putBlob,
  'PUT path copy': copyBlob,
  'GET path': getBlob,
  'HEAD path': getBlobProperties,
  'DELETE path': deleteBlob,
  'PUT path comp=metadata': setBlobMetadata,
  'PUT path comp=properties': setBlobHttpHeaders,
  'PUT path comp=block': putBlock,
  'PUT path comp=blocklist': putBlockList,
  'GET path comp=blocklist': getBlockList,
  'GET account resource=account': listFilesystems,
  'PUT filesystem resource=filesystem': createFilesystem,
  'HEAD filesystem resource=filesystem': getFilesystemProperties,
  'DELETE filesystem resource=filesystem': deleteFilesystem,
  'GET filesystem resource=filesystem': listPaths,
  'PUT path resource=file': createFile,
  'PUT path resource=directory': createDirectory,
  'PUT path rename': renamePath,
  'PATCH path action=append': appendToPath,
  'PATCH path action=flush': flushPath,
  'PATCH path action=setProperties': setPathProperties,
  'HEAD path action=getStatus': getPathStatus,
  'HEAD path action=getAccessControl': getPathAccessControl,
  'DELETE path dfs': deletePath,
};

/** @throws LakeRefusal 501 naming what was asked for */
export function operationOf(request: LakeRequest): Operation {
  const route = routeOf(request);
  const operation = OPERATIONS[route];
  if (operation === undefined) throw new LakeRefusal('operation_unsupported', `There is no "${route}".`);
  return operation;
}

/** Which API a request is meant for, as far as one can tell: on a local URL both share one address. */
export function apiOf(request: LakeRequest): 'blob' | 'dfs' {
  const speaksDfs =
    request.query.has('resource') ||
    request.query.has('action') ||
    request.query.has('recursive') ||
    request.query.has('paginated') ||
    request.method === 'PATCH' ||
    request.method === 'POST' ||
    request.header('x-ms-rename-source') !== undefined;
  return speaksDfs ? 'dfs' : 'blob';
}

/** Method, level, and whatever else tells one operation from another. */
function routeOf(request: LakeRequest): string {
  const parts = [request.method, request.level];
  for (const name of ['restype', 'comp', 'resource', 'action']) {
    const value = request.query.get(name);
    if (value !== undefined) parts.push(`${name}=${value}`);
  }
  if (request.header('x-ms-rename-source') !== undefined) parts.push('rename');
  if (request.header('x-ms-copy-source') !== undefined) parts.push('copy');
  if (request.method === 'DELETE' && request.level === 'path' && apiOf(request) === 'dfs') parts.push('dfs');
  return parts.join(' ');
}

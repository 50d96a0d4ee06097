import {
  type CommonFault,
  Faults,
  type FaultTarget,
  type FoundRoute,
  type Operation,
  Refusal,
  type RestApi,
  supportPage,
} from '../kit';
import { authenticate } from './auth/authenticate';
import { perform } from './auth/perform';
import { getAccountInfo } from './blob/account-info';
import { appendBlock, appendBlockFromUrl, sealBlob } from './blob/append-block';
import { batchOf } from './blob/batch';
import { getBlockList, putBlock, putBlockFromUrl, putBlockList } from './blob/blocks';
import { deleteBlob, setBlobHttpHeaders, setBlobMetadata } from './blob/change-blob';
import { getContainerAcl, setContainerAcl } from './blob/container-acl';
import {
  createContainer,
  deleteContainer,
  getContainerProperties,
  setContainerMetadata,
} from './blob/containers';
import { copyBlob, putBlobFromUrl } from './blob/copy-blob';
import { getBlob, getBlobProperties } from './blob/get-blob';
import { lease } from './blob/lease';
import { listBlobs, listContainers } from './blob/list-blobs';
import { putBlob } from './blob/put-blob';
import { getUserDelegationKey } from './blob/user-delegation-key';
import {
  getPathAccessControl,
  setPathAccessControl,
  setPathAccessControlRecursive,
} from './dfs/access-control';
import { createDirectory, createFile, renamePath } from './dfs/create-path';
import {
  createFilesystem,
  deleteFilesystem,
  getFilesystemProperties,
  listFilesystems,
} from './dfs/filesystems';
import { listPaths } from './dfs/list-paths';
import { getPathStatus } from './dfs/path-status';
import { appendToPath, deletePath, flushPath, setPathProperties } from './dfs/update-path';
import { support } from './support';
import { apiOf, toErrorReply } from './wire/error-reply';
import { LakeRefusal } from './wire/lake-refusal';
import { type LakeRequest, namesAccount, readRequest } from './wire/lake-request';
import { type LakeContext, type LakeOperation, refuseUnsupported } from './wire/operation';

/** The request to which a fault applies: authenticated, and supported by the lake. */
export interface LakeTarget extends FaultTarget {
  readonly method: string;
  readonly filesystem: string;
  /** Path in the filesystem; `''` for the filesystem itself. */
  readonly path: string;
}

/** Injected faults; the clients retry 500 and 503. */
export class LakeFaults extends Faults<CommonFault, LakeTarget> {}

/** Version of the REST API in responses if the client sends none. */
const VERSION = '2021-12-02';

/** Runs the requests of a batch. */
const blobBatch = batchOf(async (request, context) => {
  try {
    const operation = findLakeOperation(request);
    authenticate(request, context, context.now);
    return await perform(operation, request, context);
  } catch (error) {
    if (error instanceof Refusal) return toErrorReply(error, request, request.id);
    throw error;
  }
});

/** All operations of the lake, by `routeOf`. */
export const operations: Readonly<Record<string, LakeOperation>> = {
  'GET account comp=list': listContainers,
  'POST account restype=service comp=userdelegationkey': getUserDelegationKey,
  'PUT filesystem restype=container': createContainer,
  'GET filesystem restype=container': getContainerProperties,
  'HEAD filesystem restype=container': getContainerProperties,
  'DELETE filesystem restype=container': deleteContainer,
  'PUT filesystem restype=container comp=metadata': setContainerMetadata,
  'PUT filesystem restype=container comp=acl': setContainerAcl,
  'GET filesystem restype=container comp=acl': getContainerAcl,
  'HEAD filesystem restype=container comp=acl': getContainerAcl,
  'GET filesystem restype=container comp=list': listBlobs,
  'PUT path': putBlob,
  'PUT path copy': copyBlob,
  'PUT path copy typed': putBlobFromUrl,
  'PUT path comp=appendblock': appendBlock,
  'PUT path comp=appendblock copy': appendBlockFromUrl,
  'PUT path comp=seal': sealBlob,
  'GET path': getBlob,
  'HEAD path': getBlobProperties,
  'DELETE path': deleteBlob,
  'PUT path comp=metadata': setBlobMetadata,
  'PUT path comp=properties': setBlobHttpHeaders,
  'PUT path comp=block': putBlock,
  'PUT path comp=block copy': putBlockFromUrl,
  'PUT path comp=blocklist': putBlockList,
  'GET path comp=blocklist': getBlockList,
  'PUT path comp=lease': lease,
  'PUT filesystem restype=container comp=lease': lease,
  // The form of the DFS endpoint.
  'POST path': lease,
  'GET account restype=account comp=properties': getAccountInfo,
  'HEAD account restype=account comp=properties': getAccountInfo,
  'GET filesystem restype=account comp=properties': getAccountInfo,
  'HEAD filesystem restype=account comp=properties': getAccountInfo,
  'GET path restype=account comp=properties': getAccountInfo,
  'HEAD path restype=account comp=properties': getAccountInfo,
  'POST account comp=batch': blobBatch,
  // The JavaScript client takes the account of a local URL for a container.
  'POST account restype=container comp=batch': blobBatch,
  'POST filesystem restype=container comp=batch': blobBatch,
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
  'PATCH path action=setAccessControl': setPathAccessControl,
  'PATCH path action=setAccessControlRecursive': setPathAccessControlRecursive,
  // The root directory.
  'HEAD filesystem action=getStatus': getPathStatus,
  'HEAD filesystem action=getAccessControl': getPathAccessControl,
  'PATCH filesystem action=setAccessControl': setPathAccessControl,
  'PATCH filesystem action=setAccessControlRecursive': setPathAccessControlRecursive,
  'DELETE path dfs': deletePath,
};

type ServerContext = Omit<LakeContext, 'baseUrl' | 'now'>;
type RoutedLakeOperation = Operation<ServerContext, CommonFault, LakeRequest>;

/** The operations in the form that the kit runs. */
const ROUTED = new Map(Object.values(operations).map((operation) => [operation, toRouted(operation)]));

export const lakeApi: RestApi<ServerContext, CommonFault, LakeTarget, LakeRequest> = {
  name: 'the lake',
  read: (incoming, { account }) => readRequest(incoming, account),
  route: findOperation,
  authenticate,
  target: ({ operation }, { method, filesystem, path }) => ({
    operation: operation.name,
    method,
    filesystem,
    path: path.slice(filesystem.length + 1),
  }),
  toErrorReply,
  page: supportPage({
    support,
    purpose:
      'Bronze, Silver and Gold are here, as plain files in the folder lake of the data folder. Storage SDKs reach them with the connection string that npm start prints; npm run query reads the tables with SQL.',
    isHome: ({ url, context }) =>
      url.search === '' && ['/', `/${context.account}`, `/${context.account}/`].includes(url.pathname),
  }),
  failureCode: 'InternalError',
  forbiddenCode: 'AuthorizationFailure',
  headers: ({ incoming, id, now }) => {
    const clientRequestId = incoming.headers['x-ms-client-request-id'];
    return {
      server: 'Sluice-Lake/1.0',
      date: now.toUTCString(),
      'x-ms-request-id': id,
      'x-ms-version': String(incoming.headers['x-ms-version'] ?? VERSION),
      ...(clientRequestId !== undefined && { 'x-ms-client-request-id': String(clientRequestId) }),
    };
  },
};

/**
 * @throws LakeRefusal 501 with the requested operation, 400 for a parameter that the operation would have to
 *   ignore
 */
function findOperation(request: LakeRequest): FoundRoute<RoutedLakeOperation> {
  const routed = ROUTED.get(findLakeOperation(request));
  if (routed === undefined) throw new Error('every operation has its routed form');
  return { operation: routed, parameters: {} };
}

function findLakeOperation(request: LakeRequest): LakeOperation {
  const key = routeOf(request);
  const operation = operations[key];
  if (operation === undefined)
    throw new LakeRefusal('operation_unsupported', `The operation "${key}" is not supported.`);
  refuseUnsupported(request, operation);
  return operation;
}

function toRouted(operation: LakeOperation): RoutedLakeOperation {
  return {
    name: operation.name,
    run: ({ request, context, now }) => {
      const host = `http://${request.header('host') ?? 'localhost'}`;
      const baseUrl = namesAccount(request.incoming, context.account) ? host : `${host}/${context.account}`;
      return perform(operation, request, { ...context, baseUrl, now });
    },
  };
}

/** Returns the method, the level, and the parameters that select an operation. */
function routeOf(request: LakeRequest): string {
  const parts = [request.method, request.level];
  for (const name of ['restype', 'comp', 'resource', 'action']) {
    const value = request.query.get(name);
    if (value !== undefined) parts.push(`${name}=${value}`);
  }
  if (request.header('x-ms-rename-source') !== undefined) parts.push('rename');
  if (request.header('x-ms-copy-source') !== undefined) {
    parts.push('copy');
    // Put Blob From URL has a type, Copy Blob has that of the source.
    if (request.header('x-ms-blob-type') !== undefined) parts.push('typed');
  }
  if (request.method === 'DELETE' && request.level === 'path' && apiOf(request) === 'dfs') parts.push('dfs');
  return parts.join(' ');
}

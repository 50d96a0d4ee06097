import {
  type CommonFault,
  Faults,
  type FaultTarget,
  type FoundRoute,
  type HttpReply,
  type Operation,
  Refusal,
  type RestApi,
  supportPage,
} from '../kit';
import { batchOf } from './blob/batch';
import { getBlockList, putBlock, putBlockList } from './blob/blocks';
import { deleteBlob, setBlobHttpHeaders, setBlobMetadata } from './blob/change-blob';
import {
  createContainer,
  deleteContainer,
  getContainerProperties,
  setContainerMetadata,
} from './blob/containers';
import { copyBlob } from './blob/copy-blob';
import { getBlob, getBlobProperties } from './blob/get-blob';
import { lease } from './blob/lease';
import { listBlobs, listContainers } from './blob/list-blobs';
import { putBlob } from './blob/put-blob';
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
import { LakeRefusal } from './wire/lake-refusal';
import { type LakeRequest, readRequest } from './wire/lake-request';
import { type LakeContext, type LakeOperation, refuseUnsupported } from './wire/operation';
import { authenticate } from './wire/shared-key';
import { element, XML_DECLARATION } from './wire/xml';

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
    authenticate(request, context.sharedKey);
    return await operation.run(request, context);
  } catch (error) {
    if (error instanceof Refusal) return toErrorReply(error, request, request.id);
    throw error;
  }
});

/** All operations of the lake, by `routeOf`. */
export const operations: Readonly<Record<string, LakeOperation>> = {
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
  'PUT path comp=lease': lease,
  'PUT filesystem restype=container comp=lease': lease,
  // The form of the DFS endpoint.
  'POST path': lease,
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

type ServerContext = Omit<LakeContext, 'baseUrl'>;
type RoutedLakeOperation = Operation<ServerContext, CommonFault, LakeRequest>;

/** The operations in the form that the kit runs. */
const ROUTED = new Map(Object.values(operations).map((operation) => [operation, toRouted(operation)]));

export const lakeApi: RestApi<ServerContext, CommonFault, LakeTarget, LakeRequest> = {
  name: 'the lake',
  read: (incoming, { account }) => readRequest(incoming, account),
  route: findOperation,
  authenticate: (request, { sharedKey }) => {
    authenticate(request, sharedKey);
  },
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
    run: ({ request, context }) => {
      const baseUrl = `http://${request.header('host') ?? 'localhost'}/${context.account}`;
      return operation.run(request, { ...context, baseUrl });
    },
  };
}

/** XML from the Blob endpoint, JSON from the DFS endpoint. */
function toErrorReply(refusal: Refusal, request: LakeRequest | undefined, id: string): HttpReply {
  const { status } = refusal;
  const api = request === undefined ? 'blob' : apiOf(request);
  const code = refusal instanceof LakeRefusal ? refusal.codeOf(api) : String(refusal.code);
  const message = `${refusal.message}\nRequestId:${id}`;
  const headers = { ...refusal.headers, 'x-ms-error-code': code };
  // The C++ clients read a body wherever there is a content type, also after HEAD.
  if (status === 204 || status === 304 || request?.method === 'HEAD') return { status, headers };
  return api === 'blob'
    ? {
        status,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: `${XML_DECLARATION}<Error>${element('Code', code)}${element('Message', message)}</Error>`,
      }
    : {
        status,
        headers: { ...headers, 'content-type': 'application/json;charset=utf-8' },
        body: { error: { code, message } },
      };
}

/** Guesses the API of a request, because on a local URL both share one address. */
function apiOf(request: LakeRequest): 'blob' | 'dfs' {
  const speaksDfs =
    request.query.has('resource') ||
    request.query.has('action') ||
    request.query.has('recursive') ||
    request.query.has('paginated') ||
    request.method === 'PATCH' ||
    (request.method === 'POST' && request.query.get('comp') !== 'batch') ||
    request.header('x-ms-rename-source') !== undefined;
  return speaksDfs ? 'dfs' : 'blob';
}

/** Returns the method, the level, and the parameters that select an operation. */
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

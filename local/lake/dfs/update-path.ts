import { SAS_DELETE, SAS_WRITE } from '../auth/sas-access';
import { type HttpReply } from '../../kit';
import { type Conditions } from '../store/conditions';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { remove, requireFile, requireFound, setProperties } from '../store/writes';
import {
  contentHeaderNames,
  readConditions,
  readFlag,
  readNumber,
  requireContentLength,
  versionHeaders,
} from '../wire/headers';
import { type LakeRequest } from '../wire/lake-request';
import { receiveBody } from '../wire/receive-body';
import { LakeRefusal } from '../wire/lake-refusal';
import { STRUCTURED_HEADERS, structuredHeaders } from '../wire/structured-body';
import { LEASE_ACTION_HEADERS, withLeaseAction } from './lease-action';
import { readPathHeaders, readProperties } from './create-path';

/**
 * `PATCH /<filesystem>/<path>?action=append&position=<bytes>[&flush=true]` → 202. Parts may come in any
 * order. They are not visible before the flush, and a restart discards them. `Content-MD5` is checked.
 */
export const appendToPath: LakeOperation = {
  name: 'AppendToPath',
  api: 'dfs',
  sas: SAS_WRITE,
  query: ['position', 'flush'],
  headers: [
    'content-md5',
    'x-ms-content-crc64',
    'x-ms-lease-id',
    ...LEASE_ACTION_HEADERS,
    ...STRUCTURED_HEADERS,
  ],
  async run(request, { store, uploads }) {
    if (requireContentLength(request) === 0)
      throw new LakeRefusal('header_invalid', 'The body is empty; there is nothing to append.');
    const position = requirePosition(request);
    const flushes = readFlag(request, 'flush');
    requireFile(store, request.path);
    const run = async (conditions: Conditions): Promise<HttpReply> => {
      store.leases.requireForWrite(request.path, conditions.leaseId);
      const md5 = [request.header('content-md5')];
      const staged = await receiveBody(request, store, { md5, durable: false });
      uploads.append(request.path, position, staged);
      const headers = {
        'content-md5': staged.md5,
        'x-ms-request-server-encrypted': 'true',
        ...structuredHeaders(request),
      };
      if (!flushes) return { status: 202, headers };
      const entry = await uploads.flush(request.path, {
        position: position + staged.length,
        conditions,
        headers: {},
      });
      return { status: 202, headers: { ...headers, ...versionHeaders(entry) } };
    };
    return withLeaseAction(request, { leases: store.leases, flushes, run });
  },
};

/**
 * `PATCH /<filesystem>/<path>?action=flush&position=<bytes>[&close=…]` → 200. `close` only affects events,
 * which the lake does not send.
 */
export const flushPath: LakeOperation = {
  name: 'FlushPath',
  api: 'dfs',
  sas: SAS_WRITE,
  query: ['position', 'close', 'retainuncommitteddata'],
  headers: [...CONDITION_HEADERS, ...contentHeaderNames('x-ms-'), ...LEASE_ACTION_HEADERS],
  run(request, { store, uploads }) {
    if (readFlag(request, 'retainuncommitteddata'))
      throw new LakeRefusal('parameter_unsupported', '"retainUncommittedData" is not supported.');
    const position = requirePosition(request);
    requireFile(store, request.path);
    const run = async (conditions: Conditions): Promise<HttpReply> => {
      const headers = readPathHeaders(request);
      const entry = await uploads.flush(request.path, { position, conditions, headers });
      return {
        status: 200,
        headers: { ...versionHeaders(entry), 'content-length': 0, 'x-ms-request-server-encrypted': 'true' },
      };
    };
    return withLeaseAction(request, { leases: store.leases, flushes: true, run });
  },
};

/**
 * `PATCH /<filesystem>/<path>?action=setProperties` → 200. Replaces the given properties and keeps the
 * others.
 */
export const setPathProperties: LakeOperation = {
  name: 'SetPathProperties',
  api: 'dfs',
  sas: SAS_WRITE,
  headers: [...CONDITION_HEADERS, ...contentHeaderNames('x-ms-'), 'x-ms-properties'],
  async run(request, { store }) {
    const headers = readPathHeaders(request);
    const metadata = readProperties(request);
    const entry = await setProperties(store, {
      path: request.path,
      conditions: readConditions(request),
      update: (found) => ({
        headers: { ...found.headers, ...headers },
        ...(metadata !== undefined && { metadata }),
      }),
    });
    return { status: 200, headers: versionHeaders(entry) };
  },
};

/**
 * `DELETE /<filesystem>/<path>?recursive=…` → 200. A directory is deleted in one step, so no response has a
 * continuation, and a request with one is refused. `paginated` allows continuations when access control lists
 * are checked; there are none here.
 */
export const deletePath: LakeOperation = {
  name: 'DeletePath',
  api: 'dfs',
  sas: SAS_DELETE,
  query: ['recursive', 'paginated'],
  headers: [...CONDITION_HEADERS],
  async run(request, { store, uploads }) {
    requireFound(store, request.path);
    await remove(store, {
      path: request.path,
      conditions: readConditions(request),
      recursive: readFlag(request, 'recursive'),
    });
    uploads.forgetBlocks(request.path);
    return { status: 200 };
  },
};

function requirePosition(request: LakeRequest): number {
  const position = readNumber(request, 'position', 0);
  if (position === undefined) throw new LakeRefusal('parameter_invalid', '"position" is missing.');
  return position;
}

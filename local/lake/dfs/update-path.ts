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
import { type LakeRequest, receiveBody } from '../wire/lake-request';
import { LakeRefusal } from '../wire/lake-refusal';
import { readPathHeaders, readProperties } from './create-path';

/**
 * `PATCH /<filesystem>/<path>?action=append&position=<bytes>[&flush=true]` → 202. Parts may come in any order; none is visible
 * before the flush, and a restart forgets them. `Content-MD5` is checked.
 */
export const appendToPath: LakeOperation = {
  name: 'AppendToPath',
  api: 'dfs',
  query: ['position', 'flush'],
  headers: ['content-md5'],
  async run(request, { store, uploads }) {
    const length = requireContentLength(request);
    if (length === 0) throw new LakeRefusal('header_invalid', 'There is nothing to append.');
    const position = requirePosition(request);
    requireFile(store, request.path);
    const md5 = [request.header('content-md5')];
    const staged = await receiveBody(request, store, { md5, durable: false });
    uploads.append(request.path, position, staged);
    const headers = { 'content-md5': staged.md5, 'x-ms-request-server-encrypted': 'true' };
    if (!readFlag(request, 'flush')) return { status: 202, headers };
    const entry = await uploads.flush(request.path, {
      position: position + length,
      conditions: {},
      headers: {},
    });
    return { status: 202, headers: { ...headers, ...versionHeaders(entry) } };
  },
};

/**
 * `PATCH /<filesystem>/<path>?action=flush&position=<bytes>[&close=…]` → 200. `close` only changes what an event says, and the
 * lake sends none.
 */
export const flushPath: LakeOperation = {
  name: 'FlushPath',
  api: 'dfs',
  query: ['position', 'close', 'retainuncommitteddata'],
  headers: [...CONDITION_HEADERS, ...contentHeaderNames('x-ms-')],
  async run(request, { uploads }) {
    if (readFlag(request, 'retainuncommitteddata'))
      throw new LakeRefusal('parameter_unsupported', '"retainUncommittedData" is not supported.');
    const entry = await uploads.flush(request.path, {
      position: requirePosition(request),
      conditions: readConditions(request),
      headers: readPathHeaders(request),
    });
    return {
      status: 200,
      headers: { ...versionHeaders(entry), 'content-length': 0, 'x-ms-request-server-encrypted': 'true' },
    };
  },
};

/** `PATCH /<filesystem>/<path>?action=setProperties` → 200. Properties that are given replace the old ones; the rest stays. */
export const setPathProperties: LakeOperation = {
  name: 'SetPathProperties',
  api: 'dfs',
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
 * `DELETE /<filesystem>/<path>?recursive=…` → 200. A directory goes in one step, so there is never a continuation to answer with, and a
 * request with one is refused. `paginated` asks for continuations where access control lists are checked; there are none here.
 */
export const deletePath: LakeOperation = {
  name: 'DeletePath',
  api: 'dfs',
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

import { SAS_CREATE } from '../auth/sas-access';
import { requireRenameSource } from '../auth/sources';
import { type ContentHeaders, type Entry, type Metadata } from '../store/entry';
import { makeDirectory, move, putFile, requireFileMayBePut } from '../store/writes';
import {
  contentHeaderNames,
  readConditions,
  readContentHeaders,
  requireContentLength,
  toMetadata,
  versionHeaders,
} from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeOperation, SOURCE_CONDITION_HEADERS } from '../wire/operation';
import { type HttpReply } from '../../kit';
import { ACCESS_HEADERS, readAccess } from './access-control';

const PROPERTY_HEADERS = [...contentHeaderNames('x-ms-'), 'x-ms-properties', ...ACCESS_HEADERS];

/**
 * `PUT /<filesystem>/<path>?resource=file` → 201: an empty file, which replaces an older one unless
 * `If-None-Match: *`.
 */
export const createFile: LakeOperation = {
  name: 'CreateFile',
  api: 'dfs',
  sas: SAS_CREATE,
  headers: [...CONDITION_HEADERS, ...PROPERTY_HEADERS],
  async run(request, { store, uploads }) {
    requireNoBody(request);
    const { path } = request;
    const conditions = readConditions(request);
    const properties = { headers: readPathHeaders(request), metadata: readProperties(request) ?? {} };
    requireFileMayBePut(store, path, conditions);
    const access = readAccess(request);
    const staged = await store.temporary.join([]);
    const entry = await putFile(store, { path, staged, conditions, access, ...properties });
    uploads.forgetBlocks(path);
    return created(entry);
  },
};

/** `PUT /<filesystem>/<path>?resource=directory` → 201. An existing directory keeps its children. */
export const createDirectory: LakeOperation = {
  name: 'CreateDirectory',
  api: 'dfs',
  sas: SAS_CREATE,
  headers: [...CONDITION_HEADERS, ...PROPERTY_HEADERS],
  async run(request, { store }) {
    requireNoBody(request);
    const entry = await makeDirectory(store, {
      path: request.path,
      conditions: readConditions(request),
      headers: readPathHeaders(request),
      metadata: readProperties(request) ?? {},
      access: readAccess(request),
    });
    return created(entry);
  },
};

/**
 * `PUT /<filesystem>/<path>?mode=legacy|posix` with `x-ms-rename-source: /<account>/<filesystem>/<path>` → 201. One step, so there is never a
 * continuation. Both modes replace a file and an empty directory.
 */
export const renamePath: LakeOperation = {
  name: 'RenamePath',
  api: 'dfs',
  sas: { resource: 'object', anyOf: 'mw' },
  query: ['mode'],
  headers: [
    ...CONDITION_HEADERS,
    ...SOURCE_CONDITION_HEADERS,
    'x-ms-source-lease-id',
    ...contentHeaderNames('x-ms-'),
    'x-ms-properties',
    'x-ms-rename-source',
  ],
  async run(request, context) {
    const mode = request.query.get('mode') ?? 'posix';
    if (mode !== 'legacy' && mode !== 'posix')
      throw new LakeRefusal('parameter_invalid', '"mode" must be legacy or posix.');
    const headers = readPathHeaders(request);
    const metadata = readProperties(request);
    const entry = await move(context.store, {
      from: requireRenameSource(request, context),
      to: request.path,
      conditions: readConditions(request),
      sourceConditions: readConditions(request, 'x-ms-source-'),
      update: {
        ...(Object.keys(headers).length > 0 && { headers }),
        ...(metadata !== undefined && { metadata }),
      },
    });
    return created(entry);
  },
};

/** `x-ms-content-type` and similar headers. */
export function readPathHeaders(request: LakeRequest): ContentHeaders {
  return readContentHeaders(request, 'x-ms-');
}

/**
 * Reads `x-ms-properties: name=<base64>,…`, the metadata of the DFS endpoint. `undefined` if the header is
 * missing.
 */
export function readProperties(request: LakeRequest): Metadata | undefined {
  const value = request.header('x-ms-properties');
  if (value === undefined) return undefined;
  const pairs = value.split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    if (equals === -1) throw new LakeRefusal('metadata_invalid', `"${pair}" is not name=value.`);
    return [pair.slice(0, equals).trim(), Buffer.from(pair.slice(equals + 1), 'base64').toString()];
  });
  return toMetadata(pairs);
}

function created(entry: Entry): HttpReply {
  return { status: 201, headers: { ...versionHeaders(entry), 'x-ms-request-server-encrypted': 'true' } };
}

function requireNoBody(request: LakeRequest): void {
  if (request.header('content-length') !== undefined && requireContentLength(request) > 0)
    throw new LakeRefusal('operation_unsupported', 'A path is created empty; append its bytes afterwards.');
}

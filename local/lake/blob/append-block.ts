import { SAS_APPEND, SAS_WRITE } from '../auth/sas-access';
import { type Appended, type AppendLimits, requireAppendBlob, sealAppendBlob } from '../store/append-blob';
import { readConditions, requireContentLength, versionHeaders } from '../wire/headers';
import { type HttpReply } from '../../kit';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { receiveBody } from '../wire/receive-body';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { STRUCTURED_HEADERS, structuredHeaders } from '../wire/structured-body';
import { copySource, SOURCE_HEADERS } from './copy-source';

/** Azure's limit since version 2022-11-02 ("Append Block"). */
const MAX_BLOCK_BYTES = 100 * 1024 * 1024;

const LIMIT_HEADERS = ['x-ms-blob-condition-appendpos', 'x-ms-blob-condition-maxsize'] as const;

/** `PUT /<container>/<blob>?comp=appendblock` with the bytes as body → 201. */
export const appendBlock: LakeOperation = {
  name: 'AppendBlock',
  api: 'blob',
  sas: SAS_APPEND,
  headers: [
    ...CONDITION_HEADERS,
    ...LIMIT_HEADERS,
    ...STRUCTURED_HEADERS,
    'content-md5',
    'x-ms-content-crc64',
  ],
  async run(request, { store, uploads }) {
    const length = requireContentLength(request);
    if (length === 0)
      throw new LakeRefusal('header_invalid', 'The body is empty; there is nothing to append.');
    if (length > MAX_BLOCK_BYTES) throw new LakeRefusal('body_too_large');
    const { path } = request;
    const options = { path, conditions: readConditions(request), limits: readLimits(request) };
    requireAppendBlob(store, path);
    const md5 = [request.header('content-md5')];
    const staged = await receiveBody(request, store, { md5, durable: false });
    const reply = toReply(await uploads.appendBlock({ ...options, staged }), staged.md5);
    return { ...reply, headers: { ...reply.headers, ...structuredHeaders(request) } };
  },
};

/** `PUT /<container>/<blob>?comp=appendblock` with `x-ms-copy-source` → 201. */
export const appendBlockFromUrl: LakeOperation = {
  name: 'AppendBlockFromUrl',
  api: 'blob',
  sas: SAS_APPEND,
  headers: [...CONDITION_HEADERS, ...LIMIT_HEADERS, ...SOURCE_HEADERS, 'x-ms-source-range'],
  async run(request, context) {
    const { path } = request;
    const options = { path, conditions: readConditions(request), limits: readLimits(request) };
    requireAppendBlob(context.store, path);
    const { staged } = await copySource(request, context);
    return toReply(await context.uploads.appendBlock({ ...options, staged }), staged.md5);
  },
};

/** `PUT /<container>/<blob>?comp=seal` → 200. Sealing again has no effect. */
export const sealBlob: LakeOperation = {
  name: 'AppendBlobSeal',
  api: 'blob',
  sas: SAS_WRITE,
  headers: [...CONDITION_HEADERS, 'x-ms-blob-condition-appendpos'],
  async run(request, { store }) {
    const entry = await sealAppendBlob(store, {
      path: request.path,
      conditions: readConditions(request),
      limits: readLimits(request),
    });
    return { status: 200, headers: { ...versionHeaders(entry), 'x-ms-blob-sealed': 'true' } };
  },
};

function toReply({ entry, offset }: Appended, md5: string): HttpReply & { readonly headers: object } {
  return {
    status: 201,
    headers: {
      ...versionHeaders(entry),
      'content-md5': md5,
      'x-ms-blob-append-offset': String(offset),
      'x-ms-blob-committed-block-count': String(entry.appendBlob.blocks),
      'x-ms-request-server-encrypted': 'true',
    },
  };
}

function readLimits(request: LakeRequest): AppendLimits {
  return {
    position: readBytes(request, 'x-ms-blob-condition-appendpos'),
    maxLength: readBytes(request, 'x-ms-blob-condition-maxsize'),
  };
}

function readBytes(request: LakeRequest, name: string): number | undefined {
  const text = request.header(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new LakeRefusal('header_invalid', `"${name}" must be a number of bytes.`);
  return Number(text);
}

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { SAS_READ } from '../auth/sas-access';
import { Readable } from 'node:stream';
import { type HttpReply } from '../../kit';
import { accessHeaders, toProperties } from '../dfs/path-headers';
import { Crc64 } from '../store/crc64';
import { type Found } from '../store/entry';
import { type Leases } from '../store/leases';
import { requireReadable } from '../store/reads';
import { type ByteRange, readRange } from '../wire/byte-range';
import {
  contentHeaders,
  copyHeaders,
  FOLDER_MARK,
  leaseHeaders,
  metadataHeaders,
  readConditions,
  versionHeaders,
} from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';
import { encodeStructured, isStructured, structuredHeaders, structuredLength } from '../wire/structured-body';

/** Up to this many bytes are sent at once; more are streamed. */
const WHOLE_BYTES = 1024 * 1024;

/** Azure's limit of a range with a digest. */
const DIGEST_BYTES = 4 * 1024 * 1024;

/**
 * `GET /<container>/<blob>`, also Path Read of the DFS endpoint → 200, or 206 with `Range` or `x-ms-range`.
 */
export const getBlob: LakeOperation = {
  name: 'GetBlob',
  api: 'blob',
  sas: SAS_READ,
  headers: [
    ...CONDITION_HEADERS,
    'range',
    'x-ms-range',
    'x-ms-range-get-content-md5',
    'x-ms-range-get-content-crc64',
    'x-ms-structured-body',
  ],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    const range = readRange(request.header('x-ms-range') ?? request.header('range'), found.length);
    const { start, end } = range ?? { start: 0, end: found.length - 1 };
    const digests = readDigests(request, range);
    const wantsStructure = isStructured(request);
    const body =
      end < start ? undefined : readBytes(store.openFile(request.path), { start, end }, digests.length > 0);
    const headers = {
      ...blobHeaders(found, store.leases, { partial: range !== undefined }),
      'content-length': end - start + 1,
      ...(body instanceof Buffer &&
        Object.fromEntries(digests.map((digest) => [digest.header, digest.of(body)]))),
      ...(range !== undefined && { 'content-range': `bytes ${start}-${end}/${found.length}` }),
    };
    const reply = { status: range === undefined ? 200 : 206, headers, ...(body !== undefined && { body }) };
    return wantsStructure ? toStructured(reply, { request, length: end - start + 1 }) : reply;
  },
};

/** Encodes the body; its own length is in another header then. */
function toStructured(
  { status, headers, body }: HttpReply & { readonly body?: Buffer | fs.ReadStream },
  { request, length }: { readonly request: LakeRequest; readonly length: number },
): HttpReply {
  const content: AsyncIterable<Buffer> = body instanceof fs.ReadStream ? body : Readable.from(body ?? []);
  return {
    status,
    headers: {
      ...headers,
      ...structuredHeaders(request),
      'content-length': structuredLength(length),
      'x-ms-structured-content-length': length,
    },
    body: Readable.from(encodeStructured(content, length), { objectMode: false }),
  };
}

/** `HEAD /<container>/<blob>` → 200, without `comp`. Also Get Properties of the DFS endpoint, so it has the headers of both. */
export const getBlobProperties: LakeOperation = {
  name: 'GetBlobProperties',
  api: 'blob',
  sas: SAS_READ,
  query: ['upn'],
  headers: [...CONDITION_HEADERS],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    return {
      status: 200,
      headers: {
        ...blobHeaders(found, store.leases, { partial: false }),
        ...accessHeaders(found),
        'content-length': found.length,
        'x-ms-properties': toProperties(found.metadata),
      },
    };
  },
};

function blobHeaders(
  found: Found,
  leases: Leases,
  options: { readonly partial: boolean },
): Record<string, string> {
  return {
    ...versionHeaders(found),
    ...contentHeaders(found.headers, options),
    ...metadataHeaders(found.metadata),
    ...copyHeaders(found),
    ...(found.kind === 'directory' && { [`x-ms-meta-${FOLDER_MARK}`]: 'true' }),
    'x-ms-resource-type': found.kind,
    ...typeHeaders(found),
    'x-ms-creation-time': new Date(found.createdAt).toUTCString(),
    ...leaseHeaders(leases, found.path),
    'x-ms-server-encrypted': 'true',
    'accept-ranges': 'bytes',
  };
}

/** Only block blobs have an access tier. */
function typeHeaders({ appendBlob }: Found): Record<string, string> {
  if (appendBlob === undefined)
    return { 'x-ms-blob-type': 'BlockBlob', 'x-ms-access-tier': 'Hot', 'x-ms-access-tier-inferred': 'true' };
  return {
    'x-ms-blob-type': 'AppendBlob',
    'x-ms-blob-committed-block-count': String(appendBlob.blocks),
    ...(appendBlob.isSealed && { 'x-ms-blob-sealed': 'true' }),
  };
}

/** A digest of a range that the client asks for. */
interface Digest {
  readonly header: string;
  of(bytes: Buffer): string;
}

const DIGESTS: Readonly<Record<string, Digest>> = {
  'x-ms-range-get-content-md5': {
    header: 'content-md5',
    of: (bytes) => createHash('md5').update(bytes).digest('base64'),
  },
  'x-ms-range-get-content-crc64': {
    header: 'x-ms-content-crc64',
    of: (bytes) => new Crc64().update(bytes).digest(),
  },
};

/** @throws LakeRefusal 400 without a range or with one above 4 MiB, as in Azure */
function readDigests(request: LakeRequest, range: ByteRange | undefined): Digest[] {
  const asked = Object.entries(DIGESTS).filter(([name]) => request.header(name)?.toLowerCase() === 'true');
  if (asked.length > 0 && (range === undefined || range.end - range.start >= DIGEST_BYTES))
    throw new LakeRefusal('header_invalid', `"${asked[0]?.[0] ?? ''}" needs a range of at most 4 MiB.`);
  return asked.map(([, digest]) => digest);
}

function readBytes(fd: number, { start, end }: ByteRange, whole: boolean): Buffer | fs.ReadStream {
  const length = end - start + 1;
  if (length > WHOLE_BYTES && !whole) return fs.createReadStream('', { fd, start, end });
  try {
    const bytes = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const count = fs.readSync(fd, bytes, done, length - done, start + done);
      if (count === 0) throw new Error(`the file is ${length - done} bytes too short`);
      done += count;
    }
    return bytes;
  } finally {
    fs.closeSync(fd);
  }
}

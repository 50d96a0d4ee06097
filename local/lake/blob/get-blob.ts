import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { SAS_READ } from '../auth/sas-access';
import { Crc64 } from '../store/crc64';
import { type Found } from '../store/entry';
import { type Leases } from '../store/leases';
import { requireReadable } from '../store/reads';
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

/** Up to this many bytes are sent at once; more are streamed. */
const WHOLE_BYTES = 1024 * 1024;

/** Azure's limit of a range with a digest. */
const DIGEST_BYTES = 4 * 1024 * 1024;

/** Inclusive, in bytes. */
interface Range {
  readonly start: number;
  readonly end: number;
}

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
  ],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    const range = readRange(request, found.length);
    const { start, end } = range ?? { start: 0, end: found.length - 1 };
    const digests = readDigests(request, range);
    const body =
      end < start ? undefined : readBytes(store.openFile(request.path), { start, end }, digests.length > 0);
    const headers = {
      ...blobHeaders(found, store.leases, { partial: range !== undefined }),
      'content-length': end - start + 1,
      ...(body instanceof Buffer &&
        Object.fromEntries(digests.map((digest) => [digest.header, digest.of(body)]))),
      ...(range !== undefined && { 'content-range': `bytes ${start}-${end}/${found.length}` }),
    };
    return {
      status: range === undefined ? 200 : 206,
      headers,
      ...(body !== undefined && { body }),
    };
  },
};

/** `HEAD /<container>/<blob>` → 200, without `comp`. */
export const getBlobProperties: LakeOperation = {
  name: 'GetBlobProperties',
  api: 'blob',
  sas: SAS_READ,
  headers: [...CONDITION_HEADERS],
  run(request, { store }) {
    const found = requireReadable(store, request.path, readConditions(request));
    return {
      status: 200,
      headers: { ...blobHeaders(found, store.leases, { partial: false }), 'content-length': found.length },
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
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-creation-time': new Date(found.createdAt).toUTCString(),
    ...leaseHeaders(leases, found.path),
    'x-ms-server-encrypted': 'true',
    'x-ms-access-tier': 'Hot',
    'x-ms-access-tier-inferred': 'true',
    'accept-ranges': 'bytes',
  };
}

/**
 * `bytes=a-b` or `bytes=a-`; Azure supports no other form. A range that ends beyond the blob is shortened;
 * one that begins there is refused.
 */
function readRange(request: LakeRequest, length: number): Range | undefined {
  const value = request.header('x-ms-range') ?? request.header('range');
  if (value === undefined) return undefined;
  const match = /^bytes=(\d+)-(\d*)$/.exec(value);
  const start = Number(match?.[1]);
  const end = match?.[2] === '' ? Infinity : Number(match?.[2]);
  if (match === null || end < start)
    throw new LakeRefusal('header_invalid', `The range "${value}" is not valid.`);
  if (start >= length)
    throw new LakeRefusal('range_invalid', undefined, { headers: { 'content-range': `bytes */${length}` } });
  return { start, end: Math.min(end, length - 1) };
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
function readDigests(request: LakeRequest, range: Range | undefined): Digest[] {
  const asked = Object.entries(DIGESTS).filter(([name]) => request.header(name)?.toLowerCase() === 'true');
  if (asked.length > 0 && (range === undefined || range.end - range.start >= DIGEST_BYTES))
    throw new LakeRefusal('header_invalid', `"${asked[0]?.[0] ?? ''}" needs a range of at most 4 MiB.`);
  return asked.map(([, digest]) => digest);
}

function readBytes(fd: number, { start, end }: Range, whole: boolean): Buffer | fs.ReadStream {
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

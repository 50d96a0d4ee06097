import * as fs from 'node:fs';
import { requireForRead } from '../store/conditions';
import { type Found } from '../store/entry';
import { requireFound } from '../store/writes';
import {
  contentHeaders,
  FOLDER_MARK,
  metadataHeaders,
  readConditions,
  versionHeaders,
} from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { CONDITION_HEADERS, type LakeOperation } from '../wire/operation';

/** Up to this many bytes are sent at once; more are streamed. */
const WHOLE_BYTES = 1024 * 1024;

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
  headers: [...CONDITION_HEADERS, 'range', 'x-ms-range'],
  run(request, { store }) {
    const found = requireFound(store, request.path);
    requireForRead(readConditions(request), found);
    const range = readRange(request, found.length);
    const { start, end } = range ?? { start: 0, end: found.length - 1 };
    const headers = {
      ...blobHeaders(found, { partial: range !== undefined }),
      'content-length': end - start + 1,
      ...(range !== undefined && { 'content-range': `bytes ${start}-${end}/${found.length}` }),
    };
    return {
      status: range === undefined ? 200 : 206,
      headers,
      ...(end >= start && { body: readBytes(store.openFile(request.path), { start, end }) }),
    };
  },
};

/** `HEAD /<container>/<blob>` → 200, without `comp`. */
export const getBlobProperties: LakeOperation = {
  name: 'GetBlobProperties',
  api: 'blob',
  headers: [...CONDITION_HEADERS],
  run(request, { store }) {
    const found = requireFound(store, request.path);
    requireForRead(readConditions(request), found);
    return {
      status: 200,
      headers: { ...blobHeaders(found, { partial: false }), 'content-length': found.length },
    };
  },
};

function blobHeaders(found: Found, options: { readonly partial: boolean }): Record<string, string> {
  return {
    ...versionHeaders(found),
    ...contentHeaders(found.headers, options),
    ...metadataHeaders(found.metadata),
    ...(found.kind === 'directory' && { [`x-ms-meta-${FOLDER_MARK}`]: 'true' }),
    'x-ms-resource-type': found.kind,
    'x-ms-blob-type': 'BlockBlob',
    'x-ms-creation-time': new Date(found.createdAt).toUTCString(),
    'x-ms-lease-status': 'unlocked',
    'x-ms-lease-state': 'available',
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

function readBytes(fd: number, { start, end }: Range): Buffer | fs.ReadStream {
  const length = end - start + 1;
  if (length > WHOLE_BYTES) return fs.createReadStream('', { fd, start, end });
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

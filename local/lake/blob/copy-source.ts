import * as fs from 'node:fs';
import { requireCopySource } from '../auth/sources';
import { requireOfSource } from '../store/conditions';
import { Crc64 } from '../store/crc64';
import { type Found } from '../store/entry';
import { type LakeStore } from '../store/lake-store';
import { type Staged } from '../store/temporary-files';
import { readRange } from '../wire/byte-range';
import { readConditions } from '../wire/headers';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { type LakeContext, SOURCE_CONDITION_HEADERS } from '../wire/operation';

/** Headers of a request that takes bytes from the URL of another blob. */
export const SOURCE_HEADERS = [
  ...SOURCE_CONDITION_HEADERS,
  'x-ms-copy-source',
  'x-ms-source-content-md5',
  'x-ms-source-content-crc64',
] as const;

/**
 * Copies the bytes of `x-ms-copy-source`, or its range `x-ms-source-range`, into a temporary file.
 *
 * @returns the source as it was when its bytes were copied
 * @throws LakeRefusal `source_not_found`, `source_condition_not_met`, `range_invalid`, and `md5_mismatch` or
 *   `crc64_mismatch` for other bytes than the request expects
 */
export async function copySource(
  request: LakeRequest,
  context: LakeContext,
): Promise<{ readonly source: Found; readonly staged: Staged }> {
  const { store } = context;
  const path = requireCopySource(request, context);
  const source = store.find(path);
  if (source?.kind !== 'file') throw new LakeRefusal('source_not_found');
  requireOfSource(readConditions(request, 'x-ms-source-'), source);
  const { start, end } = readRange(request.header('x-ms-source-range'), source.length) ?? {
    start: 0,
    end: source.length - 1,
  };
  const staged = await store.temporary.join([
    { file: store.locate(path), offset: start, length: end - start + 1 },
  ]);
  try {
    // The bytes may be of a newer version than the properties.
    if (store.find(path)?.content?.id !== source.content?.id)
      throw new LakeRefusal('source_condition_not_met');
    await requireDigests(request, store, staged);
  } catch (error) {
    store.temporary.discard(staged.id);
    throw error;
  }
  return { source, staged };
}

async function requireDigests(request: LakeRequest, store: LakeStore, staged: Staged): Promise<void> {
  const md5 = request.header('x-ms-source-content-md5');
  if (md5 !== undefined && md5 !== staged.md5) throw new LakeRefusal('md5_mismatch');
  const expected = request.header('x-ms-source-content-crc64');
  if (expected === undefined) return;
  const crc64 = new Crc64();
  for await (const chunk of fs.createReadStream(store.temporary.locate(staged.id)))
    crc64.update(chunk as Buffer);
  if (expected !== crc64.digest()) throw new LakeRefusal('crc64_mismatch');
}

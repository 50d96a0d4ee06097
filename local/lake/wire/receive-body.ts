import { Crc64 } from '../store/crc64';
import { type LakeStore } from '../store/lake-store';
import { type Staged } from '../store/temporary-files';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';
import { decodeStructured, isStructured } from './structured-body';

/**
 * Stores the body of a request, decoded if it is structured, and compares its MD5 with those of the client.
 *
 * @param options.md5 base64; several if several headers have one. A CRC64 of the header is compared, too
 * @param options.durable whether the bytes become an object
 * @throws LakeRefusal `md5_mismatch`, `crc64_mismatch`, `structure_invalid`; then the body is deleted
 */
export async function receiveBody(
  request: LakeRequest,
  store: LakeStore,
  options: { readonly md5: readonly (string | undefined)[]; readonly durable: boolean },
): Promise<Staged> {
  const expected = request.header('x-ms-content-crc64');
  const crc64 = new Crc64();
  const content = isStructured(request) ? decodeStructured(request) : request.incoming;
  const body = expected === undefined ? content : observe(content, crc64);
  const staged = await store.temporary.store(body, { durable: options.durable });
  const hasMd5 = options.md5.every((md5) => md5 === undefined || md5 === staged.md5);
  if (hasMd5 && (expected === undefined || expected === crc64.digest())) return staged;
  store.temporary.discard(staged.id);
  throw new LakeRefusal(hasMd5 ? 'crc64_mismatch' : 'md5_mismatch');
}

async function* observe(body: AsyncIterable<Buffer>, crc64: Crc64): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    crc64.update(chunk);
    yield chunk;
  }
}

import { type LakeStore } from '../store/lake-store';
import { type Staged } from '../store/temporary-files';
import { LakeRefusal } from './lake-refusal';
import { type LakeRequest } from './lake-request';

/**
 * Stores the body of a request and compares its MD5 with the ones that the client gave.
 *
 * @param options.md5 base64; more than one when the request says it in more than one header
 * @param options.durable whether the bytes are about to become an object
 * @throws LakeRefusal `md5_mismatch`, and nothing is left of the body
 */
export async function receiveBody(
  request: LakeRequest,
  store: LakeStore,
  options: { readonly md5: readonly (string | undefined)[]; readonly durable: boolean },
): Promise<Staged> {
  const staged = await store.temporary.store(request.body, { durable: options.durable });
  if (options.md5.every((md5) => md5 === undefined || md5 === staged.md5)) return staged;
  store.temporary.discard(staged.id);
  throw new LakeRefusal('md5_mismatch');
}

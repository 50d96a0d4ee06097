import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest, readSourcePath } from '../wire/lake-request';
import { type LakeContext } from '../wire/operation';

/**
 * Reads the URL of `x-ms-copy-source`. The signature of the request allows to read every blob of the account.
 *
 * @returns `<filesystem>/<path>`
 */
export function requireCopySource(request: LakeRequest, context: LakeContext): string {
  const url = request.header('x-ms-copy-source') ?? '';
  if (!URL.canParse(url)) throw new LakeRefusal('header_invalid', '"x-ms-copy-source" is not a URL.');
  const { origin, pathname, search } = new URL(url);
  if (origin !== new URL(context.baseUrl).origin)
    throw new LakeRefusal('header_unsupported', 'A copy from another account is not supported.');
  return readSourcePath(`${pathname}${search}`, context.account);
}

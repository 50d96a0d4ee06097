import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest, readSource } from '../wire/lake-request';
import { type LakeContext } from '../wire/operation';
import { readGrantedSas } from './access-policy';
import { requireSas } from './authenticate';
import { authorize } from './authorize';
import { type Sas } from './sas';
import { SAS_READ } from './sas-access';

/**
 * Reads the URL of `x-ms-copy-source` and checks that the client may read the blob.
 *
 * @returns `<filesystem>/<path>`
 * @throws LakeRefusal; with the code `CannotVerifyCopySource` if its signature does not allow it
 */
export function requireCopySource(request: LakeRequest, context: LakeContext): string {
  const url = request.header('x-ms-copy-source') ?? '';
  if (!URL.canParse(url)) throw new LakeRefusal('header_invalid', '"x-ms-copy-source" is not a URL.');
  const { origin, pathname, search } = new URL(url);
  if (origin !== new URL(context.baseUrl).origin)
    throw new LakeRefusal('header_unsupported', 'A copy from another account is not supported.');
  const { path, query } = readSource(`${pathname}${search}`, context.account);
  const sas = readGrantedSas(query, { path, store: context.store });
  try {
    requireSource(request, context, { path, sas, mayBeMissing: !request.query.has('sig') });
    if (sas !== undefined) authorize(sas, SAS_READ, { request, path, store: context.store });
  } catch (error) {
    if (error instanceof LakeRefusal) throw new LakeRefusal('source_forbidden', error.message);
    throw error;
  }
  return path;
}

/**
 * Reads `x-ms-rename-source` and checks that the client may move the path.
 *
 * @returns `<filesystem>/<path>`
 */
export function requireRenameSource(request: LakeRequest, context: LakeContext): string {
  const { path, query } = readSource(request.header('x-ms-rename-source') ?? '', context.account);
  const sas = readGrantedSas(query, { path, store: context.store });
  requireSource(request, context, { path, sas, mayBeMissing: !request.query.has('sig') });
  if (sas !== undefined)
    authorize(sas, { resource: 'object', anyOf: moveLetters(sas) }, { request, path, store: context.store });
  return path;
}

/** The first version whose service signatures have m (move). An account SAS never has it. */
const WITH_MOVE = '2020-02-10';

function moveLetters(sas: Sas): string {
  return sas.kind === 'account' || sas.version < WITH_MOVE ? 'd' : 'm';
}

function requireSource(
  request: LakeRequest,
  context: LakeContext,
  source: { readonly path: string; readonly sas: Sas | undefined; readonly mayBeMissing: boolean },
): void {
  if (source.sas !== undefined)
    requireSas(source.sas, { request, path: source.path, keys: context, now: context.now });
  // The account's key allows everything; a signature of the destination says nothing about the source.
  else if (!source.mayBeMissing)
    throw new LakeRefusal('authentication_missing', 'The URL of the source needs a signature of its own.');
}

import { type LakeStore } from '../store/lake-store';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';
import { authenticateSharedKey, type SharedKey } from '../wire/shared-key';
import { readGrantedSas } from './access-policy';
import { LOCAL_TENANT, requireClaims } from './bearer';
import { checkSas } from './check-sas';
import { type Sas } from './sas';

export interface Keys {
  readonly sharedKey: SharedKey;
  /** Has the stored access policies. */
  readonly store: LakeStore;
  /** Secret of the local identity endpoint. @default none: tokens are refused */
  readonly tokenKey?: string | undefined;
}

/**
 * Checks who sends a request: by its shared access signature, its token, or its SharedKey signature.
 *
 * @throws LakeRefusal 401, 403; 501 for schemes that are not supported
 */
export function authenticate(request: LakeRequest, keys: Keys, now: Date): void {
  const sas = readGrantedSas(request.query, { path: request.path, store: keys.store });
  if (sas !== undefined) {
    requireSas(sas, { request, path: pathOf(request), keys, now });
    return;
  }
  // Only a key to sign with can be got with a token.
  if (request.query.get('comp') === 'userdelegationkey' && hasToken(request))
    requireClaims(request, keys.tokenKey, now);
  else authenticateSharedKey(request, keys.sharedKey);
}

/**
 * Checks a SAS for a path, and the user to whom it is bound.
 *
 * @throws LakeRefusal
 */
export function requireSas(
  sas: Sas,
  use: { readonly request: LakeRequest; readonly path: string; readonly keys: Keys; readonly now: Date },
): void {
  const { request, path, keys, now } = use;
  checkSas(sas, { request, path, now, ...keys.sharedKey });
  const user = sas.get('sduoid');
  if (user === '') return;
  const { oid } = requireClaims(request, keys.tokenKey, now);
  const tenant = sas.get('skdutid');
  if (oid !== user || (tenant !== '' && tenant !== LOCAL_TENANT))
    throw new LakeRefusal('authorization_failed', 'The signature is bound to another user.');
}

function hasToken(request: LakeRequest): boolean {
  return request.header('authorization')?.startsWith('Bearer ') === true;
}

/** The path to which a signature of a directory must apply: a listing names it in a parameter. */
function pathOf({ level, path, filesystem, query }: LakeRequest): string {
  if (level !== 'filesystem') return path;
  const prefix = query.get('prefix') ?? '';
  const directory = query.get('directory') ?? prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
  const name = directory.replace(/^\/|\/$/g, '');
  return name === '' ? filesystem : `${filesystem}/${name}`;
}

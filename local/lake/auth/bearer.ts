import { type TokenClaims, verifyToken } from '../../kit';
import { LakeRefusal } from '../wire/lake-refusal';
import { type LakeRequest } from '../wire/lake-request';

/** Audience of tokens for Azure Storage. */
export const STORAGE_AUDIENCE = 'https://storage.azure.com';
/** The tenant of all local identities. */
export const LOCAL_TENANT = '5b1de000-0000-4000-8000-00000000007e';

/**
 * Checks the token of the local identity endpoint.
 *
 * @param tokenKey `undefined` if the lake runs without identities
 * @throws LakeRefusal 401, or 501 without a key
 */
export function requireClaims(request: LakeRequest, tokenKey: string | undefined, now: Date): TokenClaims {
  if (tokenKey === undefined)
    throw new LakeRefusal(
      'operation_unsupported',
      'This lake has no --token-key with which it checks tokens.',
    );
  const result = verifyToken(request.header('authorization'), {
    audience: STORAGE_AUDIENCE,
    key: tokenKey,
    now,
  });
  if (result.kind === 'valid') return result.claims;
  const reasons = {
    missing: 'There is no bearer token.',
    invalid: 'The token is not one of the local identity endpoint.',
    'wrong-audience': `The audience of the token must be ${STORAGE_AUDIENCE}.`,
    expired: 'The token has expired.',
  } as const;
  throw new LakeRefusal('token_invalid', reasons[result.kind], {
    headers: {
      'www-authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/${LOCAL_TENANT}/oauth2/authorize resource_id=${STORAGE_AUDIENCE}`,
    },
  });
}

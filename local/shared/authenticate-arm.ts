import { verifyToken } from './bearer-token';
import { ArmError } from './arm-error';

const AUDIENCE = 'https://management.azure.com';

/**
 * Checks the bearer token of a request, with the answers of Azure Resource Manager where it does not hold.
 *
 * @throws ArmError 401
 */
export function authenticate(header: string | undefined, key: string, now: Date): void {
  const verdict = verifyToken(header, { audience: AUDIENCE, key, now });
  switch (verdict.kind) {
    case 'valid':
      return;
    case 'missing':
      throw unauthorized(
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      );
    case 'invalid':
      throw unauthorized('InvalidAuthenticationToken', `The access token is invalid: ${verdict.reason}.`);
    case 'wrong-audience':
      throw unauthorized(
        'InvalidAuthenticationTokenAudience',
        `The access token is for the audience '${verdict.audience}', not for '${AUDIENCE}'.`,
      );
    case 'expired':
      throw unauthorized(
        'ExpiredAuthenticationToken',
        `The access token ended at ${verdict.expiredAt.toISOString()}; it is now ${now.toISOString()}.`,
      );
  }
}

function unauthorized(code: string, message: string): ArmError {
  return new ArmError(401, code, message, {
    'www-authenticate': 'Bearer authorization_uri="https://login.windows.net/", error="invalid_token"',
  });
}

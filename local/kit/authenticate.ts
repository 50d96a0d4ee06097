import { type IncomingMessage } from 'node:http';
import { type TokenClaims, verifyToken } from './bearer-token';
import { type Refusal } from './refusal';

/** How a service refuses tokens, each in its own words. */
export interface TokenRefusals {
  readonly missing: () => Refusal;
  readonly invalid: (reason: string) => Refusal;
  readonly wrongAudience: (audience: string) => Refusal;
  readonly expired: (expiredAt: Date, now: Date) => Refusal;
}

/**
 * A check of the bearer token that a request brings.
 *
 * @returns for `RestApi.authenticate`; the token's claims for who asks for them
 */
export function requireToken(
  audience: string,
  refusals: TokenRefusals,
): (
  request: { readonly incoming: IncomingMessage },
  context: { readonly tokenKey: string },
  now: Date,
) => TokenClaims {
  return ({ incoming }, { tokenKey }, now) => {
    const result = verifyToken(incoming.headers.authorization, { audience, key: tokenKey, now });
    switch (result.kind) {
      case 'valid':
        return result.claims;
      case 'missing':
        throw refusals.missing();
      case 'invalid':
        throw refusals.invalid(result.reason);
      case 'wrong-audience':
        throw refusals.wrongAudience(result.audience);
      case 'expired':
        throw refusals.expired(result.expiredAt, now);
    }
  };
}

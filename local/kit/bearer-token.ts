import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { type Refusal } from './refusal';

/** Default object id of tokens: the identity of the app. */
export const APP_OBJECT_ID = '00000000-0000-4000-8000-00000000a990';

/** The claims of a token. */
export interface TokenClaims {
  /** Audience, such as `https://management.azure.com`, without a slash at the end. */
  readonly aud: string;
  /** Expiry in seconds since 1970. */
  readonly exp: number;
  /** Object id of the identity. */
  readonly oid: string;
}

export interface IssueTokenOptions {
  readonly audience: string;
  /** Secret that the identity endpoint and the services share. */
  readonly key: string;
  readonly now: Date;
  readonly lifetimeSeconds: number;
  /** @default APP_OBJECT_ID */
  readonly objectId?: string;
}

export interface VerifyTokenOptions {
  readonly audience: string;
  readonly key: string;
  readonly now: Date;
}

export type TokenResult =
  | { readonly kind: 'valid'; readonly claims: TokenClaims }
  /** The `Authorization` header is missing or has no bearer token. */
  | { readonly kind: 'missing' }
  /** The token is malformed or its signature does not match. */
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'wrong-audience'; readonly audience: string }
  | { readonly kind: 'expired'; readonly expiredAt: Date };

/**
 * Issues a token for the local services: `<claims as base64url JSON>.<HMAC-SHA256 as base64url>`. Clients
 * pass it on without reading it, as required for tokens of Microsoft Entra ID
 * (https://learn.microsoft.com/entra/identity-platform/access-tokens: clients treat a token as an opaque
 * string).
 */
export function issueToken({
  audience,
  key,
  now,
  lifetimeSeconds,
  objectId = APP_OBJECT_ID,
}: IssueTokenOptions): string {
  const claims: TokenClaims = {
    aud: withoutSlash(audience),
    exp: Math.floor(now.getTime() / 1000) + lifetimeSeconds,
    oid: objectId,
  };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${sign(payload, key).toString('base64url')}`;
}

/**
 * Authorizes an `Authorization` header. A slash at the end of an audience is ignored.
 *
 * @param header as received; `undefined` if the request has none
 */
export function verifyToken(
  header: string | undefined,
  { audience, key, now }: VerifyTokenOptions,
): TokenResult {
  const token = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) return { kind: 'missing' };
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return invalid('the token does not have two parts');
  const expected = sign(payload, key);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return invalid('the signature of the token does not match');
  }
  // The signature shows that issueToken wrote the claims.
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as TokenClaims;
  if (claims.aud !== withoutSlash(audience)) return { kind: 'wrong-audience', audience: claims.aud };
  if (claims.exp * 1000 <= now.getTime()) {
    return { kind: 'expired', expiredAt: new Date(claims.exp * 1000) };
  }
  return { kind: 'valid', claims };
}

function sign(payload: string, key: string): Buffer {
  return createHmac('sha256', key).update(payload).digest();
}

function withoutSlash(audience: string): string {
  return audience.replace(/\/$/, '');
}

function invalid(reason: string): TokenResult {
  return { kind: 'invalid', reason };
}

/** Makes the refusals of a service for invalid tokens. */
export interface TokenRefusals {
  readonly missing: () => Refusal;
  readonly invalid: (reason: string) => Refusal;
  readonly wrongAudience: (audience: string) => Refusal;
  readonly expired: (expiredAt: Date, now: Date) => Refusal;
}

/**
 * Creates the check of a request's bearer token.
 *
 * @returns for `RestApi.authenticate`; its result is the token's claims
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

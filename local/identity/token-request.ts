import { timingSafeEqual } from 'node:crypto';

/** The only version of the protocol that is spoken here, and the only one the current SDKs speak. */
export const API_VERSION = '2019-08-01';
export const TOKEN_PATH = '/msi/token';

/** Query parameters of the protocol that choose an identity otherwise than by its client id. */
const OTHER_SELECTORS = ['principal_id', 'object_id', 'mi_res_id'];
const KNOWN = new Set(['resource', 'api-version', 'client_id', ...OTHER_SELECTORS]);

export interface TokenRequest {
  readonly method: string;
  readonly url: URL;
  /** `X-IDENTITY-HEADER` as received. */
  readonly secret: string | undefined;
}

export interface TokenRules {
  /** What `X-IDENTITY-HEADER` must hold. */
  readonly identityHeader: string;
  /** Client ids of the user-assigned identities. */
  readonly clientIds: readonly string[];
}

export type TokenRequestVerdict =
  | { readonly kind: 'granted'; readonly resource: string; readonly clientId: string | undefined }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

/**
 * Judges a request for a token, as the endpoint that `IDENTITY_ENDPOINT` names on App Service and Functions does:
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function judgeTokenRequest(
  { method, url, secret }: TokenRequest,
  { identityHeader, clientIds }: TokenRules,
): TokenRequestVerdict {
  // Some clients add a slash to the endpoint.
  if (url.pathname.replace(/\/$/, '') !== TOKEN_PATH) return refused(404, `There is no ${url.pathname}.`);
  if (method !== 'GET') return refused(405, `A token is asked for with GET, not ${method}.`);
  if (!isSame(secret ?? '', identityHeader)) {
    return refused(401, 'X-IDENTITY-HEADER is missing or not the one of IDENTITY_HEADER.');
  }
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const version = given('api-version');
  if (version !== API_VERSION)
    return refused(400, `api-version must be ${API_VERSION}, not "${version ?? ''}".`);
  const selector = OTHER_SELECTORS.find((name) => url.searchParams.has(name));
  if (selector !== undefined) {
    return refused(400, `Choosing an identity by ${selector} is not supported here; client_id is.`);
  }
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) return refused(400, `Query parameter ${unknown} is not supported.`);
  const resource = given('resource');
  if (!resource) return refused(400, 'Query parameter resource is missing.');
  const clientId = given('client_id');
  if (clientId !== undefined && !clientIds.includes(clientId)) {
    // The words of the real endpoint, for people who search for them.
    return refused(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }
  return { kind: 'granted', resource, clientId };
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function refused(status: number, message: string): TokenRequestVerdict {
  return { kind: 'refused', status, message };
}

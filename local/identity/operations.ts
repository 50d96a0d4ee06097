import { timingSafeEqual } from 'node:crypto';
import {
  APP_OBJECT_ID,
  type HttpReply,
  issueToken,
  Refusal,
  type RestApi,
  type RestRequest,
  Router,
  type RoutedOperation,
} from '../kit';

/** The only version of the protocol that is spoken here, and the only one the current SDKs speak. */
const API_VERSION = '2019-08-01';
export const TOKEN_PATH = '/msi/token';

/** Client id that a token of the system-assigned identity names. */
const SYSTEM_CLIENT_ID = '00000000-0000-4000-8000-00000000c11e';

/** Query parameters of the protocol that choose an identity otherwise than by its client id. */
const OTHER_SELECTORS = ['principal_id', 'object_id', 'mi_res_id'];
const KNOWN = new Set(['resource', 'api-version', 'client_id', ...OTHER_SELECTORS]);

export interface IdentityContext {
  readonly tokenKey: string;
  /** What `X-IDENTITY-HEADER` must hold. */
  readonly identityHeader: string;
  readonly lifetimeSeconds: number;
  /** Client ids of the user-assigned identities. */
  readonly clientIds: readonly string[];
}

/** The endpoint that `IDENTITY_ENDPOINT` names: https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference */
export const operations: readonly RoutedOperation<IdentityContext>[] = [
  {
    name: 'GetToken',
    method: 'GET',
    path: TOKEN_PATH,
    run: ({ request, context, now }) => {
      const { resource, clientId } = readTokenRequest(request.url, context.clientIds);
      const { tokenKey, lifetimeSeconds } = context;
      return {
        status: 200,
        body: {
          access_token: issueToken({
            audience: resource,
            key: tokenKey,
            now,
            lifetimeSeconds,
            objectId: clientId ?? APP_OBJECT_ID,
          }),
          client_id: clientId ?? SYSTEM_CLIENT_ID,
          expires_on: String(Math.floor(now.getTime() / 1000) + lifetimeSeconds),
          resource,
          token_type: 'Bearer',
        },
      };
    },
  },
];

const router = new Router(operations);

export const identityApi: RestApi<IdentityContext> = {
  name: 'the identity endpoint',
  route: ({ method, url }) => {
    // Some clients add a slash to the endpoint.
    const path = url.pathname.replace(/\/$/, '');
    const found = router.find(method, path);
    if (found !== undefined) return found;
    if (router.hasPath(path)) throw refused(405, `A token is asked for with GET, not ${method}.`);
    throw refused(404, `There is no ${url.pathname}.`);
  },
  routesBeforeAuthenticating: true,
  authenticate: requireSecret,
  toErrorReply: toIdentityError,
  headers: () => ({ 'cache-control': 'no-store' }),
};

function requireSecret({ incoming }: RestRequest, { identityHeader }: IdentityContext): void {
  const secret = incoming.headers['x-identity-header'];
  const [given, expected] = [Buffer.from(String(secret ?? '')), Buffer.from(identityHeader)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refused(401, 'X-IDENTITY-HEADER is missing or not the one of IDENTITY_HEADER.');
}

/** @throws Refusal 400 */
function readTokenRequest(
  url: URL,
  clientIds: readonly string[],
): { readonly resource: string; readonly clientId: string | undefined } {
  const given = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const version = given('api-version');
  if (version !== API_VERSION)
    throw refused(400, `api-version must be ${API_VERSION}, not "${version ?? ''}".`);
  const selector = OTHER_SELECTORS.find((name) => url.searchParams.has(name));
  if (selector !== undefined)
    throw refused(400, `Choosing an identity by ${selector} is not supported here; client_id is.`);
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw refused(400, `Query parameter ${unknown} is not supported.`);
  const resource = given('resource');
  if (!resource) throw refused(400, 'Query parameter resource is missing.');
  const clientId = given('client_id');
  if (clientId !== undefined && !clientIds.includes(clientId)) {
    // The words of the real endpoint, for people who search for them.
    throw refused(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }
  return { resource, clientId };
}

/** The endpoint tells no code of an error but the status. */
function refused(status: number, message: string): Refusal {
  return new Refusal(status, status, message);
}

function toIdentityError({ status, message }: Refusal, _: unknown, id: string): HttpReply {
  return { status, body: { statusCode: status, message, correlationId: id } };
}

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
  supportPage,
} from '../kit';
import { support } from './support';

/** The only supported version of the protocol, and the only one that current SDKs use. */
const API_VERSION = '2019-08-01';
export const TOKEN_PATH = '/msi/token';

/** Client id in the tokens of the system-assigned identity. */
const SYSTEM_CLIENT_ID = '00000000-0000-4000-8000-00000000c11e';

/** Query parameters of the protocol that select an identity by another property than its client id. */
const OTHER_SELECTORS = ['principal_id', 'object_id', 'mi_res_id'];
const KNOWN = new Set(['resource', 'api-version', 'client_id', ...OTHER_SELECTORS]);

export interface IdentityContext {
  readonly tokenKey: string;
  /** Required value of `X-IDENTITY-HEADER`. */
  readonly identityHeader: string;
  readonly lifetimeSeconds: number;
  /** Client ids of the user-assigned identities. */
  readonly clientIds: readonly string[];
}

/**
 * The endpoint of `IDENTITY_ENDPOINT`:
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
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
    if (router.hasPath(path)) throw refused(405, `A token must be requested with GET, not ${method}.`);
    throw refused(404, `The path ${url.pathname} does not exist.`);
  },
  routesBeforeAuthenticating: true,
  authenticate: requireSecret,
  toErrorReply: toIdentityError,
  headers: () => ({ 'cache-control': 'no-store' }),
  page: supportPage({
    support,
    purpose:
      'The function app gets its tokens here, as from the managed identity of App Service. All local services accept these tokens.',
  }),
};

function requireSecret({ incoming }: RestRequest, { identityHeader }: IdentityContext): void {
  const secret = incoming.headers['x-identity-header'];
  const [given, expected] = [Buffer.from(String(secret ?? '')), Buffer.from(identityHeader)];
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw refused(401, 'X-IDENTITY-HEADER is missing or differs from IDENTITY_HEADER.');
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
    throw refused(400, `Selecting an identity by ${selector} is not supported; use client_id.`);
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw refused(400, `Query parameter ${unknown} is not supported.`);
  const resource = given('resource');
  if (!resource) throw refused(400, 'Query parameter resource is missing.');
  const clientId = given('client_id');
  if (clientId !== undefined && !clientIds.includes(clientId)) {
    throw refused(400, describeUnknown(clientId, clientIds));
  }
  return { resource, clientId };
}

/** The endpoint uses the status as the code of an error. */
function refused(status: number, message: string): Refusal {
  return new Refusal(status, status, message);
}

function toIdentityError({ status, message }: Refusal, _: unknown, id: string): HttpReply {
  return { status, body: { statusCode: status, message, correlationId: id } };
}

/** The first sentence is the message of the real endpoint, so that people can search for it. */
function describeUnknown(clientId: string, clientIds: readonly string[]): string {
  const known =
    clientIds.length === 0
      ? 'has no user-assigned identities'
      : `has the user-assigned identities ${clientIds.join(', ')}`;
  return (
    'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId. ' +
    `The request names the client id "${clientId}", but the local endpoint ${known}. ` +
    'Leave the client id out (it often comes from AZURE_CLIENT_ID) to use the system-assigned identity, ' +
    'or start the endpoint with --client-id GUID.'
  );
}

import { randomBytes } from 'node:crypto';
import {
  Refusal,
  requireToken,
  type RestApi,
  type RestRequest,
  Router,
  type RoutedOperation,
  StandInError,
  supportPage,
  toNestedError,
} from '../kit';
import { support } from './support';

/** A secret with its newest version only. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  /** Version: 32 hexadecimal digits. */
  readonly version: string;
  /** Seconds since 1970. */
  readonly created: number;
}

export interface KeyVaultContext {
  readonly tokenKey: string;
  /** Secrets by name in lower case, because names ignore case. */
  readonly secrets: ReadonlyMap<string, Secret>;
}

const AUDIENCE = 'https://vault.azure.net';

/** Any tenant is accepted; the client requests a token of this one. */
const TENANT = '5b1de000-0000-4000-8000-00000000007e';

/** Versions of the data plane that current clients use. */
const API_VERSIONS = ['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01'];

const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VERSION = /^([0-9a-f]{32})?$/;

/** https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
const MAX_VALUE_BYTES = 25_600;

/** https://learn.microsoft.com/rest/api/keyvault/secrets */
export const operations: readonly RoutedOperation<KeyVaultContext>[] = [
  {
    // `{value: [{id, attributes}], nextLink: null}`
    name: 'GetSecrets',
    method: 'GET',
    path: '/secrets',
    run: ({ request, context }) => {
      const value = [...context.secrets.values()].map((secret) => toItem(secret, request));
      return { status: 200, body: { value, nextLink: null } };
    },
  },
  {
    // `{value, id, attributes}` of the newest version
    name: 'GetSecret',
    method: 'GET',
    path: '/secrets/:name',
    run: ({ request, context, parameters }) => toBundle(find(context, parameters), request),
  },
  {
    name: 'GetSecret',
    method: 'GET',
    path: '/secrets/:name/:version',
    run: ({ request, context, parameters }) => toBundle(find(context, parameters), request),
  },
];

const router = new Router(operations);

export const keyVaultApi: RestApi<KeyVaultContext> = {
  name: 'the key vault',
  route: ({ method, url }) => {
    requireQuery(url);
    const found = router.find(method, url.pathname.replace(/\/$/, ''));
    const { name = 'any', version = '' } = found?.parameters ?? {};
    if (found === undefined || !NAME.test(name) || !VERSION.test(version))
      throw new Refusal(
        501,
        'NotImplemented',
        `${method} ${url.pathname} is not supported by the local Key Vault.`,
      );
    return found;
  },
  authenticate: requireToken(AUDIENCE, {
    missing: () => unauthorized('Request is missing a Bearer or PoP token.'),
    invalid: () => unauthorized('AKV10032: invalid'),
    wrongAudience: () => unauthorized('AKV10032: wrong-audience'),
    expired: () => unauthorized('AKV10032: expired'),
  }),
  toErrorReply: toNestedError,
  headers: () => ({ 'cache-control': 'no-store' }),
  page: supportPage({
    support,
    purpose: 'The function app and tests read secrets here, as from a vault. The page shows no secret.',
  }),
};

/** @throws StandInError `option_invalid` for an invalid name or value */
export function toSecret(name: string, value: string, now: Date): Secret {
  if (!NAME.test(name))
    throw new StandInError(
      'option_invalid',
      `"${name}" is not a valid name of a secret: use letters, digits and hyphens`,
    );
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw new StandInError('option_invalid', `the secret ${name} has more than ${MAX_VALUE_BYTES} bytes`);
  const version = randomBytes(16).toString('hex');
  return { name, value, version, created: Math.floor(now.getTime() / 1000) };
}

function requireQuery({ searchParams }: URL): void {
  const parameters = [...searchParams.keys()];
  const other = parameters.find((name) => name !== 'api-version');
  if (other !== undefined)
    throw new Refusal(400, 'BadParameter', `The query parameter ${other} is not supported here.`);
  const version = searchParams.get('api-version') ?? '';
  if (parameters.length !== 1 || !API_VERSIONS.includes(version))
    throw new Refusal(
      400,
      'BadParameter',
      `api-version must be one of ${API_VERSIONS.join(', ')}, not "${version}".`,
    );
}

/** @throws Refusal 404 */
function find({ secrets }: KeyVaultContext, parameters: Readonly<Record<string, string>>): Secret {
  const { name = '', version } = parameters;
  const secret = secrets.get(name.toLowerCase());
  if (secret === undefined || (version !== undefined && version !== secret.version))
    throw new Refusal(
      404,
      'SecretNotFound',
      `A secret with (name/id) ${name} was not found in this key vault.`,
    );
  return secret;
}

function toBundle(secret: Secret, request: RestRequest): { readonly status: number; readonly body: object } {
  const { id, attributes } = toItem(secret, request);
  return { status: 200, body: { value: secret.value, id: `${id}/${secret.version}`, attributes } };
}

/** @param request has the address of the vault, which is the start of ids */
function toItem(
  { name, created }: Secret,
  { url }: RestRequest,
): { readonly id: string; readonly attributes: object } {
  const attributes = { enabled: true, created, updated: created, recoveryLevel: 'Recoverable+Purgeable' };
  return { id: `${url.origin}/secrets/${name}`, attributes };
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, 'Unauthorized', message, {
    headers: {
      'www-authenticate': `Bearer authorization="https://login.windows.net/${TENANT}", resource="${AUDIENCE}"`,
    },
  });
}

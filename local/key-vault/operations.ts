import { Refusal, requireToken, type RestApi, Router, type RoutedOperation, supportPage } from '../kit';
import { deleteSecret, purgeDeleted, recoverDeleted, setSecret, updateSecret } from './change-secrets';
import { type KeyVaultContext } from './find-secret';
import { getDeleted, getSecret, listDeleted, listSecrets, listVersions } from './read-secrets';
import { badParameter, toErrorReply } from './wire';
import { support } from './support';

type VaultOperation = RoutedOperation<KeyVaultContext>;

const AUDIENCE = 'https://vault.azure.net';

/** Any tenant is accepted; the client requests a token of this one. */
const TENANT = '5b1de000-0000-4000-8000-00000000007e';

/** Versions of the data plane that current clients use. */
const API_VERSIONS = ['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01', '2026-04-01'];
/** Query parameters of lists, besides `api-version`. */
const LIST_PARAMETERS = ['maxresults', '$skiptoken'];
const LISTS = ['GetSecrets', 'GetSecretVersions', 'GetDeletedSecrets'];

export const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VERSION = /^([0-9a-f]{32})?$/;
const MAX_BODY_BYTES = 1024 * 1024;

/** https://learn.microsoft.com/rest/api/keyvault/secrets */
export const operations: readonly VaultOperation[] = [
  { name: 'GetSecrets', method: 'GET', path: '/secrets', run: listSecrets },
  { name: 'GetSecretVersions', method: 'GET', path: '/secrets/:name/versions', run: listVersions },
  { name: 'GetSecret', method: 'GET', path: '/secrets/:name', run: getSecret },
  { name: 'GetSecret', method: 'GET', path: '/secrets/:name/:version', run: getSecret },
  { name: 'SetSecret', method: 'PUT', path: '/secrets/:name', run: setSecret },
  { name: 'UpdateSecret', method: 'PATCH', path: '/secrets/:name', run: updateSecret },
  { name: 'UpdateSecret', method: 'PATCH', path: '/secrets/:name/:version', run: updateSecret },
  { name: 'DeleteSecret', method: 'DELETE', path: '/secrets/:name', run: deleteSecret },
  { name: 'GetDeletedSecrets', method: 'GET', path: '/deletedsecrets', run: listDeleted },
  { name: 'GetDeletedSecret', method: 'GET', path: '/deletedsecrets/:name', run: getDeleted },
  { name: 'PurgeDeletedSecret', method: 'DELETE', path: '/deletedsecrets/:name', run: purgeDeleted },
  {
    name: 'RecoverDeletedSecret',
    method: 'POST',
    path: '/deletedsecrets/:name/recover',
    run: recoverDeleted,
  },
];

const router = new Router(operations);

export const keyVaultApi: RestApi<KeyVaultContext> = {
  name: 'the key vault',
  route: ({ method, url }) => {
    const found = router.find(method, url.pathname.replace(/\/$/, ''));
    requireQuery(url, LISTS.includes(found?.operation.name ?? '') ? LIST_PARAMETERS : []);
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
  body: {
    maxBytes: MAX_BODY_BYTES,
    tooLarge: () =>
      new Refusal(413, 'RequestBodyTooLarge', `The body has more than ${MAX_BODY_BYTES} bytes.`),
  },
  toErrorReply,
  headers: () => ({ 'cache-control': 'no-store' }),
  page: supportPage({
    support,
    purpose: 'The function app and tests read secrets here, as from a vault. The page shows no secret.',
  }),
};

function requireQuery({ searchParams }: URL, allowed: readonly string[]): void {
  const other = [...searchParams.keys()].find((name) => name !== 'api-version' && !allowed.includes(name));
  if (other !== undefined) throw badParameter(`The query parameter ${other} is not supported here.`);
  const version = searchParams.get('api-version') ?? '';
  if (!API_VERSIONS.includes(version))
    throw badParameter(`api-version must be one of ${API_VERSIONS.join(', ')}, not "${version}".`);
}

function unauthorized(message: string): Refusal {
  return new Refusal(401, 'Unauthorized', message, {
    headers: {
      'www-authenticate': `Bearer authorization="https://login.windows.net/${TENANT}", resource="${AUDIENCE}"`,
    },
  });
}

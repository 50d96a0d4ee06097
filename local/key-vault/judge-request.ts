/** A secret with its one version. */
export interface Secret {
  readonly name: string;
  readonly value: string;
  /** 32 hexadecimal digits. */
  readonly version: string;
  /** Seconds since 1970. */
  readonly created: number;
}

export interface VaultRequest {
  readonly method: string;
  readonly url: URL;
}

export interface VaultReply {
  readonly status: number;
  readonly body: object;
}

/** Of the data plane, all that clients of these years ask for. */
const API_VERSIONS = ['7.0', '7.1', '7.2', '7.3', '7.4', '7.5', '7.6', '2025-07-01'];

const NAME = '[0-9A-Za-z-]{1,127}';

/**
 * Answers a request that has brought its token: `GET /secrets/{name}[/{version}]` → `{value, id, attributes}`, `GET /secrets` →
 * `{value: [{id, attributes}], nextLink: null}` (https://learn.microsoft.com/rest/api/keyvault/secrets).
 *
 * @param vaultUrl begins the ids of secrets
 */
export function judgeRequest(
  { method, url }: VaultRequest,
  { secrets, vaultUrl }: { readonly secrets: ReadonlyMap<string, Secret>; readonly vaultUrl: string },
): VaultReply {
  const parameters = [...url.searchParams.keys()];
  const other = parameters.find((name) => name !== 'api-version');
  if (other !== undefined)
    return fail(400, 'BadParameter', `The query parameter ${other} is not supported here.`);
  const version = url.searchParams.get('api-version') ?? '';
  if (parameters.length !== 1 || !API_VERSIONS.includes(version))
    return fail(
      400,
      'BadParameter',
      `api-version must be one of ${API_VERSIONS.join(', ')}, not "${version}".`,
    );
  if (method === 'GET' && /^\/secrets\/?$/.test(url.pathname)) {
    const value = [...secrets.values()].map((secret) => {
      const { id, attributes } = toItem(secret, `${vaultUrl}/secrets/${secret.name}`);
      return { id, attributes };
    });
    return { status: 200, body: { value, nextLink: null } };
  }
  const [, name, versionOfSecret] =
    new RegExp(`^/secrets/(${NAME})(?:/([0-9a-f]{32})?)?$`).exec(url.pathname) ?? [];
  if (method !== 'GET' || name === undefined)
    return fail(501, 'NotImplemented', `${method} ${url.pathname} is not supported by the local Key Vault.`);
  // Names of secrets do not count by case.
  const secret = secrets.get(name.toLowerCase());
  if (secret === undefined || (versionOfSecret !== undefined && versionOfSecret !== secret.version))
    return fail(404, 'SecretNotFound', `A secret with (name/id) ${name} was not found in this key vault.`);
  const item = toItem(secret, `${vaultUrl}/secrets/${secret.name}/${secret.version}`);
  return { status: 200, body: { value: secret.value, ...item } };
}

function toItem({ created }: Secret, id: string): { readonly id: string; readonly attributes: object } {
  const attributes = { enabled: true, created, updated: created, recoveryLevel: 'Recoverable+Purgeable' };
  return { id, attributes };
}

function fail(status: number, code: string, message: string): VaultReply {
  return { status, body: { error: { code, message } } };
}

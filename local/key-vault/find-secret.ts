import { type Call, Refusal } from '../kit';
import { type Secret, type SecretStore, type SecretVersion } from './secret-store';
import { newestOf, toDeleted, toProperties } from './wire';

export interface KeyVaultContext {
  readonly tokenKey: string;
  readonly store: SecretStore;
}

export type VaultCall = Call<KeyVaultContext>;

/** @throws Refusal 404 */
export function findSecret({ context, parameters, now }: VaultCall): Secret {
  const { name = '', version = '' } = parameters;
  const secret = context.store.find(name, toSeconds(now));
  if (secret !== undefined && secret.deleted === undefined) return secret;
  throw notFound(name, version);
}

/** @throws Refusal 404 */
export function findVersion(secret: Secret, { parameters }: VaultCall): SecretVersion {
  const { version: id = '' } = parameters;
  const version = id === '' ? newestOf(secret) : secret.versions.find(({ version }) => version === id);
  if (version !== undefined) return version;
  throw notFound(secret.name, id);
}

/** @throws Refusal 404 */
export function findDeleted({ context, parameters, now }: VaultCall): Secret {
  const { name = '' } = parameters;
  const secret = context.store.find(name, toSeconds(now));
  if (secret?.deleted !== undefined) return secret;
  throw new Refusal(404, 'SecretNotFound', `Deleted Secret not found: ${name}`);
}

function notFound(name: string, version: string): Refusal {
  const id = version === '' ? name : `${name}/${version}`;
  return new Refusal(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${id} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.`,
  );
}

export function toDeletedBundle({ request }: VaultCall, secret: Secret): object {
  const { origin } = request.url;
  return toDeleted(origin, secret, toProperties(origin, secret, newestOf(secret)));
}

export function toSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

import { randomBytes } from 'node:crypto';
import { type HttpReply } from '../kit';
import {
  findDeleted,
  findSecret,
  findVersion,
  toDeletedBundle,
  toSeconds,
  type VaultCall,
} from './find-secret';
import { type Secret, type SecretStore, type SecretVersion } from './secret-store';
import {
  badParameter,
  InnerRefusal,
  newestOf,
  readChange,
  RECOVERABLE_DAYS,
  type SecretChange,
  toBundle,
  toProperties,
} from './wire';

const DAY_SECONDS = 86_400;

export interface NewVersion extends Partial<SecretChange> {
  readonly name: string;
  readonly value: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Adds a version to a secret, or makes the secret. */
export function addVersion(
  store: SecretStore,
  { name, now, value, enabled = true, ...properties }: NewVersion,
): { readonly secret: Secret; readonly version: SecretVersion } {
  const before = store.find(name, now);
  const version: SecretVersion = {
    version: randomBytes(16).toString('hex'),
    value,
    enabled,
    created: now,
    updated: now,
    notBefore: properties.notBefore,
    expires: properties.expires,
    contentType: properties.contentType,
    tags: properties.tags,
  };
  const secret: Secret = { name: before?.name ?? name, versions: [...(before?.versions ?? []), version] };
  store.put(secret);
  return { secret, version };
}

export function setSecret({ request, context, parameters, body, now }: VaultCall): HttpReply {
  const { name = '' } = parameters;
  const { value, ...properties } = readChange(body);
  if (value === undefined) throw badParameter('value is missing.');
  if (context.store.find(name, toSeconds(now))?.deleted !== undefined)
    throw new InnerRefusal(
      409,
      'Conflict',
      // The message of the real service, so that people can search for it.
      [
        `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused`,
        'in this state, the secret can only be recovered or purged.',
      ].join('; '),
      'ObjectIsDeletedButRecoverable',
    );
  const { secret, version } = addVersion(context.store, {
    ...properties,
    name,
    value,
    now: toSeconds(now),
  });
  return { status: 200, body: toBundle(request.url.origin, secret, version) };
}

/** Changes the given properties of a version; its value never changes. */
export function updateSecret(call: VaultCall): HttpReply {
  const { request, context, now } = call;
  const secret = findSecret(call);
  const before = findVersion(secret, call);
  const change = readChange(call.body);
  const after: SecretVersion = {
    ...before,
    updated: toSeconds(now),
    enabled: change.enabled ?? before.enabled,
    notBefore: change.notBefore ?? before.notBefore,
    expires: change.expires ?? before.expires,
    contentType: change.contentType ?? before.contentType,
    tags: change.tags ?? before.tags,
  };
  const versions = secret.versions.map((version) => (version === before ? after : version));
  context.store.put({ ...secret, versions });
  return { status: 200, body: toProperties(request.url.origin, secret, after) };
}

/** Deletes all versions at once. In Azure this takes some seconds, during which clients poll. */
export function deleteSecret(call: VaultCall): HttpReply {
  const on = toSeconds(call.now);
  const deleted: Secret = {
    ...findSecret(call),
    deleted: { on, purgedOn: on + RECOVERABLE_DAYS * DAY_SECONDS },
  };
  call.context.store.put(deleted);
  return { status: 200, body: toDeletedBundle(call, deleted) };
}

export function purgeDeleted(call: VaultCall): HttpReply {
  call.context.store.remove(findDeleted(call).name);
  return { status: 204 };
}

export function recoverDeleted(call: VaultCall): HttpReply {
  const { name, versions } = findDeleted(call);
  const secret: Secret = { name, versions };
  call.context.store.put(secret);
  return { status: 200, body: toProperties(call.request.url.origin, secret, newestOf(secret)) };
}

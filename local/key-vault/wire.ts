import { type HttpReply, isJsonObject, type Json, type JsonObject, parseJson, Refusal } from '../kit';
import { type Secret, type SecretVersion } from './secret-store';

/** The wire format of secrets: https://learn.microsoft.com/rest/api/keyvault/secrets */

/** Days between the deletion of a secret and its purge, the default of a vault. */
export const RECOVERABLE_DAYS = 90;

/** https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
export const MAX_VALUE_BYTES = 25_600;

/** Properties of a secret that a client sets; undefined if the request does not have them. */
export interface SecretChange {
  readonly value: string | undefined;
  readonly contentType: string | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly enabled: boolean | undefined;
  readonly notBefore: number | undefined;
  readonly expires: number | undefined;
}

/** An error with an inner code, by which clients tell conflicts apart. */
export class InnerRefusal extends Refusal {
  constructor(
    status: number,
    code: string,
    message: string,
    readonly innerCode: string,
  ) {
    super(status, code, message);
  }
}

export function toErrorReply(refusal: Refusal): HttpReply {
  const { status, code, message, headers } = refusal;
  const inner = refusal instanceof InnerRefusal ? { innererror: { code: refusal.innerCode } } : {};
  return { status, headers, body: { error: { code, message, ...inner } } };
}

export function newestOf({ versions }: Secret): SecretVersion {
  const newest = versions.at(-1);
  // A stored secret has a version; see `SecretStore`.
  if (newest === undefined) throw new TypeError('the secret has no version');
  return newest;
}

/** `{value, id, contentType?, attributes, tags?}` */
export function toBundle(origin: string, { name }: Secret, version: SecretVersion): JsonObject {
  return { value: version.value, ...toDescription(`${origin}/secrets/${name}/${version.version}`, version) };
}

/** A bundle without the value: the answer to a change that does not set it. */
export function toProperties(origin: string, { name }: Secret, version: SecretVersion): JsonObject {
  return toDescription(`${origin}/secrets/${name}/${version.version}`, version);
}

/** An element of the list of secrets: the properties of the newest version, with an id without version. */
export function toItem(origin: string, secret: Secret): JsonObject {
  return toDescription(`${origin}/secrets/${secret.name}`, newestOf(secret));
}

/** The properties of a deleted secret, and when it was deleted and will be purged. */
export function toDeleted(origin: string, secret: Secret, properties: JsonObject): JsonObject {
  return {
    recoveryId: `${origin}/deletedsecrets/${secret.name}`,
    deletedDate: secret.deleted?.on ?? null,
    scheduledPurgeDate: secret.deleted?.purgedOn ?? null,
    ...properties,
  };
}

/** @throws Refusal 400 for a body that is not JSON, or for a property of another type */
export function readChange(body: string): SecretChange {
  const given = parseJson(body, (reason) => badParameter(`The body is not JSON: ${reason}`));
  if (!isJsonObject(given)) throw badParameter('The body must be a JSON object.');
  const attributes = given['attributes'] ?? {};
  if (!isJsonObject(attributes)) throw badParameter('attributes must be an object.');
  const value = readText(given, 'value');
  if (value !== undefined && Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw badParameter(`value has more than ${MAX_VALUE_BYTES} bytes.`);
  return {
    value,
    contentType: readText(given, 'contentType'),
    tags: readTags(given['tags'] ?? undefined),
    enabled: readEnabled(attributes['enabled'] ?? undefined),
    notBefore: readTime(attributes, 'nbf'),
    expires: readTime(attributes, 'exp'),
  };
}

export function badParameter(message: string): Refusal {
  return new Refusal(400, 'BadParameter', message);
}

function toDescription(id: string, version: SecretVersion): JsonObject {
  const { contentType, tags, enabled, notBefore, expires, created, updated } = version;
  return {
    id,
    ...(contentType !== undefined && { contentType }),
    attributes: {
      enabled,
      ...(notBefore !== undefined && { nbf: notBefore }),
      ...(expires !== undefined && { exp: expires }),
      created,
      updated,
      recoveryLevel: 'Recoverable+Purgeable',
      recoverableDays: RECOVERABLE_DAYS,
    },
    ...(tags !== undefined && { tags }),
  };
}

function readText(object: JsonObject, name: string): string | undefined {
  const text = object[name] ?? undefined;
  if (text === undefined || typeof text === 'string') return text;
  throw badParameter(`${name} must be a string.`);
}

function readEnabled(enabled: Json | undefined): boolean | undefined {
  if (enabled === undefined || typeof enabled === 'boolean') return enabled;
  throw badParameter('attributes.enabled must be true or false.');
}

function readTime(attributes: JsonObject, name: string): number | undefined {
  const seconds = attributes[name] ?? undefined;
  if (seconds === undefined || (typeof seconds === 'number' && Number.isInteger(seconds))) return seconds;
  throw badParameter(`attributes.${name} must be a whole number of seconds since 1970.`);
}

function readTags(tags: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (tags === undefined) return undefined;
  if (!isJsonObject(tags)) throw badParameter('tags must be an object.');
  const pairs = Object.entries(tags).map(([name, value]) => {
    if (typeof value !== 'string') throw badParameter(`tags.${name} must be a string.`);
    return [name, value] as const;
  });
  return Object.fromEntries(pairs);
}

import { type HttpReply } from '../kit';
import {
  findDeleted,
  findSecret,
  findVersion,
  toDeletedBundle,
  toSeconds,
  type VaultCall,
} from './find-secret';
import { toPage } from './page';
import { InnerRefusal, toBundle, toDeleted, toItem, toProperties } from './wire';

export function listSecrets({ request, context, now }: VaultCall): HttpReply {
  const secrets = context.store.list(toSeconds(now)).filter(({ deleted }) => deleted === undefined);
  const { origin } = request.url;
  return toPage(
    secrets.map((secret) => ({ key: secret.name.toLowerCase(), item: toItem(origin, secret) })),
    request.url,
  );
}

export function listVersions(call: VaultCall): HttpReply {
  const { url } = call.request;
  const secret = findSecret(call);
  const listed = secret.versions.map((version) => ({
    key: version.version,
    item: toProperties(url.origin, secret, version),
  }));
  return toPage(
    listed.sort((left, right) => (left.key < right.key ? -1 : 1)),
    url,
  );
}

export function getSecret(call: VaultCall): HttpReply {
  const secret = findSecret(call);
  const version = findVersion(secret, call);
  if (!version.enabled)
    throw new InnerRefusal(
      403,
      'Forbidden',
      'Operation get is not allowed on a disabled secret.',
      'SecretDisabled',
    );
  return { status: 200, body: toBundle(call.request.url.origin, secret, version) };
}

export function listDeleted({ request, context, now }: VaultCall): HttpReply {
  const secrets = context.store.list(toSeconds(now)).filter(({ deleted }) => deleted !== undefined);
  const { origin } = request.url;
  return toPage(
    secrets.map((secret) => ({
      key: secret.name.toLowerCase(),
      item: toDeleted(origin, secret, toItem(origin, secret)),
    })),
    request.url,
  );
}

export function getDeleted(call: VaultCall): HttpReply {
  return { status: 200, body: toDeletedBundle(call, findDeleted(call)) };
}

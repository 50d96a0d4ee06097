import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { StandInError } from '../../shared/stand-in-error';
import { type AuthLevel } from './router';

/** The keys of a host. On the platform each function may have keys of its own as well; here they share the default. */
export interface HostKeys {
  readonly masterKey: string;
  readonly functionKey: string;
  /** Of the webhooks of extensions, such as the durable one. */
  readonly systemKey: string;
}

export type KeyLevel = AuthLevel | 'system';

/** Reads `keys.json` of the data directory, or makes new keys there. */
export async function loadHostKeys(dataDirectory: string): Promise<HostKeys> {
  const path = join(dataDirectory, 'keys.json');
  try {
    const keys = JSON.parse(await readFile(path, 'utf8')) as Partial<HostKeys>;
    const names = ['masterKey', 'functionKey', 'systemKey'] as const;
    if (names.every((name) => typeof keys[name] === 'string')) return keys as HostKeys;
    throw new StandInError('corrupt', `${path} must hold ${names.join(', ')}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys: HostKeys = {
    masterKey: randomBytes(32).toString('base64url'),
    functionKey: randomBytes(32).toString('base64url'),
    systemKey: randomBytes(32).toString('base64url'),
  };
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

/** Whether the request carries a key that is good for `level`, in `x-functions-key` or `code`. */
export function isAuthorized(keys: HostKeys, level: KeyLevel, request: IncomingMessage, url: URL): boolean {
  if (level === 'anonymous') return true;
  const key = request.headers['x-functions-key'] ?? url.searchParams.get('code');
  if (key === keys.masterKey) return true;
  return (level === 'function' && key === keys.functionKey) || (level === 'system' && key === keys.systemKey);
}

import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { hasCode, StandInError } from '../../kit';
import { type AuthLevel } from './router';

/**
 * The keys of a host. On the platform each function may also have its own keys; here all share the default.
 */
export interface HostKeys {
  readonly masterKey: string;
  readonly functionKey: string;
  /** Key of the webhooks of extensions, such as the durable one. */
  readonly systemKey: string;
}

export type KeyLevel = AuthLevel | 'system';

/** Reads `keys.json` of the data directory, and generates missing keys. */
export async function loadHostKeys(dataDirectory: string): Promise<HostKeys> {
  const path = join(dataDirectory, 'keys.json');
  const kept = await readKeys(path);
  const newKey = (): string => randomBytes(32).toString('base64url');
  const keys = { masterKey: newKey(), functionKey: newKey(), systemKey: newKey(), ...kept };
  if (Object.values(keys).some((key) => typeof key !== 'string'))
    throw new StandInError('corrupt', `${path} must have only texts as values`);
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

async function readKeys(path: string): Promise<Partial<HostKeys>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Partial<HostKeys>;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw error;
  }
}

/**
 * Requires a key for `level`, in `x-functions-key` or `code`. A missing or unknown key is refused with 401, a function
 * key with 403 if an administrator's key is required.
 *
 * @returns undefined if the request is allowed
 */
export function authorize(
  keys: HostKeys,
  level: KeyLevel,
  request: IncomingMessage,
  url: URL,
): 401 | 403 | undefined {
  const key = request.headers['x-functions-key'] ?? url.searchParams.get('code');
  if (level === 'anonymous' || key === keys.masterKey) return undefined;
  if (level === 'function' && key === keys.functionKey) return undefined;
  if (level === 'system' && key === keys.systemKey) return undefined;
  return level === 'admin' && (key === keys.functionKey || key === keys.systemKey) ? 403 : 401;
}

import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

import { lockDirectory, readIfThere, replaceFile, StandInError, syncDirectory } from '../../kit';

const NAMESPACE = 'namespace.json';

/** The directory of one namespace. Only one process uses it at a time. */
export interface DataDirectory {
  readonly path: string;
  /**
   * The access key that was generated with the directory, so that connection strings remain valid after a
   * restart.
   */
  readonly sharedAccessKey: string;
  release(): void;
}

/** @throws StandInError `start_failed` if another live process uses the directory */
export function openDataDirectory(path: string): DataDirectory {
  const release = lockDirectory(path);
  try {
    return { path, sharedAccessKey: keptAccessKey(path), release };
  } catch (error) {
    release();
    throw error;
  }
}

function keptAccessKey(path: string): string {
  const file = join(path, NAMESPACE);
  const known = readJson(file)?.['sharedAccessKey'];
  if (typeof known === 'string') return known;
  const sharedAccessKey = randomBytes(32).toString('base64');
  writeJson(file, { sharedAccessKey });
  return sharedAccessKey;
}

/** Returns the object in a JSON file, or undefined if the file does not exist. */
export function readJson(file: string): Record<string, unknown> | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch (error) {
    throw new StandInError('corrupt', `${file} is not JSON`, error);
  }
  throw new StandInError('corrupt', `${file} is not a JSON object`);
}

/** Replaces a whole JSON file: after a crash it has its old or its new content. */
export function writeJson(file: string, value: Readonly<Record<string, unknown>>): void {
  replaceFile(file, `${JSON.stringify(value, null, 2)}\n`, { fsync: true, mode: 0o600 });
  syncDirectory(dirname(file));
}

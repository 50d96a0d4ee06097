import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { StandInError } from '../../kit';
import { syncDirectory } from './sync-directory';

const LOCK = 'lock';
const NAMESPACE = 'namespace.json';

/** The directory of one namespace. One process at a time works in it. */
export interface DataDirectory {
  readonly path: string;
  /** The access key that was drawn when the directory was laid, so that connection strings outlive a restart. */
  readonly sharedAccessKey: string;
  release(): Promise<void>;
}

/** @throws StandInError `start_failed` if another live process holds the directory. */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  await mkdir(path, { recursive: true });
  await takeLock(path);
  const release = (): Promise<void> => unlink(join(path, LOCK));
  try {
    return { path, sharedAccessKey: await keptAccessKey(path), release };
  } catch (error) {
    await release();
    throw error;
  }
}

async function keptAccessKey(path: string): Promise<string> {
  const file = join(path, NAMESPACE);
  const known = (await readJson(file))?.['sharedAccessKey'];
  if (typeof known === 'string') return known;
  const sharedAccessKey = randomBytes(32).toString('base64');
  await writeJson(file, { sharedAccessKey });
  return sharedAccessKey;
}

/** The object in a JSON file, or undefined if there is no such file. */
export async function readJson(file: string): Promise<Record<string, unknown> | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value));
  } catch (error) {
    throw new StandInError('corrupt', `${file} is not JSON`, error);
  }
  throw new StandInError('corrupt', `${file} is not a JSON object`);
}

/** Replaces a JSON file as a whole: a crash leaves the old or the new one. */
export async function writeJson(file: string, value: Readonly<Record<string, unknown>>): Promise<void> {
  const temporary = `${file}.new`;
  const handle = await open(temporary, 'w', 0o600);
  await handle.writeFile(`${JSON.stringify(value, null, 2)}\n`);
  await handle.sync();
  await handle.close();
  await rename(temporary, file);
  await syncDirectory(dirname(file));
}

/** The lock names its owner by process id and start time, so that a killed owner's lock does not count. */
async function takeLock(path: string): Promise<void> {
  const file = join(path, LOCK);
  const own = `${process.pid} ${await startTimeOf(process.pid)}`;
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(own);
      await handle.close();
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const owner = (await readIfThere(file)) ?? '';
    const pid = Number(owner.split(' ')[0]);
    if (isAlive(pid) && owner === `${pid} ${await startTimeOf(pid)}`) {
      throw new StandInError('start_failed', `${path} is in use by process ${pid}`);
    }
    await unlink(file).catch((error: unknown) => {
      if (!isCode(error, 'ENOENT')) throw error;
    });
  }
}

/** Field 22 of /proc/PID/stat. Elsewhere than on Linux the process id has to do. */
async function startTimeOf(pid: number): Promise<string> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

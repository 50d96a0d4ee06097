import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasCode, isAlive, StandInError } from '../kit';

/** Name of the lock file in a data folder. */
export const LOCK_FILE = 'stack.lock';
/**
 * Several processes that start together may compete for the lock of a killed stack, so taking it is tried
 * again.
 */
const TRIES = 3;

/**
 * Locks a folder for this process until `release` is called, so that two stacks never write the same files,
 * even if they start together. The lock of a killed process is taken over.
 *
 * @throws StandInError `option_invalid` if a living process holds the lock; the file system's error if there can be no
 * folder
 */
export function claimFolder(directory: string): { readonly release: () => void } {
  makeFolder(directory);
  const path = join(directory, LOCK_FILE);
  for (let attempt = 1; ; attempt++) {
    try {
      writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
      break;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = readOwner(path);
    if (attempt === TRIES || (owner !== undefined && isAlive(owner)))
      throw new StandInError(
        'option_invalid',
        `a stack already runs over ${directory}${owner === undefined ? '' : ` (process ${owner})`}; stop it, or choose another folder with --data. If that process is another program, delete ${path}`,
      );
    discard(path, owner);
  }
  return {
    release: () => {
      if (readOwner(path) === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Creates a folder and its parents. The recursive mkdir of Node never returns below /proc, which has no folders to make. */
function makeFolder(directory: string): void {
  if (existsSync(dirname(directory)) || dirname(directory) === directory) {
    try {
      mkdirSync(directory);
    } catch (error) {
      if (!hasCode(error, 'EEXIST') || !statSync(directory).isDirectory()) throw error;
    }
    return;
  }
  makeFolder(dirname(directory));
  makeFolder(directory);
}

/**
 * Removes the lock of a dead process. It is renamed first; if another process has replaced it meanwhile, it
 * is renamed back.
 */
function discard(path: string, owner: number | undefined): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (readOwner(aside) === owner) rmSync(aside);
  else renameSync(aside, path);
}

/** Returns undefined if the file is missing or incomplete. */
function readOwner(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

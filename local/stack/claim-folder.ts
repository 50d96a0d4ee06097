import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, isAlive, StandInError } from '../kit';

/** Name of the lock in a data folder. */
export const LOCK_FILE = 'stack.lock';
/** Others that start at the same moment may be quicker at taking over what a killed stack left. */
const TRIES = 3;

/**
 * Takes a folder for this process until `release` is called, so that no two stacks write the same files, not even two that
 * start at the same moment. What a killed process left is taken over.
 *
 * @throws StandInError `option_invalid` where a process that lives has it
 */
export function claimFolder(directory: string): { readonly release: () => void } {
  mkdirSync(directory, { recursive: true });
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
        `a stack runs over ${directory} already${owner === undefined ? '' : ` (process ${owner})`}; stop it, or choose another folder with --data. If that process is something else, delete ${path}`,
      );
    discard(path, owner);
  }
  return {
    release: () => {
      if (readOwner(path) === process.pid) rmSync(path, { force: true });
    },
  };
}

/** Removes the lock of a dead process. Moved first: what another starter has put in its place meanwhile is put back. */
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

/** Undefined where the file is gone, or not written to its end. */
function readOwner(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

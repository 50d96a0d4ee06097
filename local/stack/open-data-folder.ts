import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkFormat } from './check-format';
import { claimFolder, LOCK_FILE } from './claim-folder';
import { CERTIFICATES } from './trust';

/**
 * Locks a data folder for this process, and checks that this version can read it.
 *
 * @param options.fresh deletes the data first, but not the certificates, which clients trust
 * @throws StandInError `option_invalid` if a living process holds the lock, or another version wrote the folder
 */
export function openDataFolder(
  directory: string,
  { fresh }: { readonly fresh: boolean },
): { readonly release: () => void } {
  const claim = claimFolder(directory);
  try {
    if (fresh) removeData(directory);
    checkFormat(directory);
  } catch (error) {
    claim.release();
    throw error;
  }
  return claim;
}

function removeData(directory: string): void {
  for (const name of readdirSync(directory))
    if (name !== LOCK_FILE && name !== CERTIFICATES)
      rmSync(join(directory, name), { recursive: true, force: true });
}

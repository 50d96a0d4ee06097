import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from '../../kit';

/**
 * Takes a directory for this process alone: a second service would take the first one's runs for lost. The lock names
 * its owner by process id and start time, so that a killed owner's lock does not count.
 *
 * @returns gives it back
 * @throws StandInError `start_failed` when another live process, or another service of this one, has it
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const own = describe(process.pid);
  for (;;) {
    try {
      writeFileSync(file, own, { flag: 'wx' });
      return () => {
        unlinkSync(file);
      };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const owner = readIfThere(file) ?? '';
    const pid = Number(owner.split(' ')[0]);
    if (isAlive(pid) && owner === describe(pid))
      throw new StandInError('start_failed', `${directory} is in use by process ${pid}`);
    try {
      unlinkSync(file);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/** With field 22 of /proc/PID/stat; elsewhere than on Linux the process id has to do. */
function describe(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return `${pid} ${stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-'}`;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // A process that ends while its description is read gives ESRCH.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

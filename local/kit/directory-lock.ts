import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, readIfThere } from './files';
import { StandInError } from './stand-in-error';

/**
 * Locks a directory for this process, because two services would write the same files. The lock holds the
 * process id and its start time, so that the lock of a killed process is ignored.
 *
 * @returns a function that releases the lock
 * @throws StandInError `start_failed` if another live process, or another service of this one, holds the lock
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  const own = describeProcess(process.pid);
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
    if (isAlive(pid) && owner === describeProcess(pid))
      throw new StandInError('start_failed', `${directory} is in use by process ${pid}`);
    try {
      unlinkSync(file);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/**
 * The process id and its start time (field 22 of /proc/PID/stat), because the system uses ids again. On other systems
 * than Linux the start time is `-`.
 */
export function describeProcess(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return `${pid} ${stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-'}`;
}

/** Returns whether a process with this id exists, of any user. */
export function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

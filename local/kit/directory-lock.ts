import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasCode, readIfThere } from './files';
import { StandInError } from './stand-in-error';

/**
 * Takes a directory for this process alone: two services would write the same files. The lock names
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

/** Whether there is a process of this id, of any user. */
export function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

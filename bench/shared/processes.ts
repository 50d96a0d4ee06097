import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for every program (`sysconf(_SC_CLK_TCK)`). */
const TICKS_PER_SECOND = 100;

/** The kernel's figures of a process; proc_pid_stat(5), proc_pid_status(5). */
export interface ProcessUsage {
  /** User and system time of all threads, in seconds. */
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** `undefined` without /proc, or if the process has ended. */
export function readProcessUsage(processId: number): ProcessUsage | undefined {
  const fields = readStat(processId);
  const status = readOptional(`/proc/${processId}/status`);
  if (fields === undefined || status === undefined) return undefined;
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    residentBytes: Number(resident ?? 0) * 1024,
  };
}

/** Running processes that a process has started. */
export function readChildren(processId: number): readonly number[] {
  return (readOptionalDirectory('/proc') ?? [])
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => Number(readStat(id)?.[1]) === processId);
}

/** Fields of `/proc/<id>/stat` from the state on; the name before it may have spaces and parentheses. */
function readStat(processId: number): readonly string[] | undefined {
  const stat = readOptional(`/proc/${processId}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function readOptional(path: string): string | undefined {
  return orUndefined(() => readFileSync(path, 'latin1'));
}

function readOptionalDirectory(path: string): string[] | undefined {
  return orUndefined(() => readdirSync(path));
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A process may end between two reads.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

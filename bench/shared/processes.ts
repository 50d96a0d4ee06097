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

/** A process with what it has used so far. */
export interface TreeProcess {
  readonly processId: number;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** User and system time of all threads and of its children that have ended, in seconds. */
  readonly cpuSeconds: number;
  /** Its own pages, and its part of the pages that it shares (`Pss`). */
  readonly memoryBytes: number;
}

/** A process and all that it has started, directly or not; empty without /proc. */
export function readProcessTree(processId: number): readonly TreeProcess[] {
  const parents = new Map(
    (readOptionalDirectory('/proc') ?? [])
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(readStat(Number(name))?.[1])]),
  );
  const found = new Set([processId]);
  let before = 0;
  while (before < found.size) {
    before = found.size;
    for (const [id, parent] of parents) if (found.has(parent)) found.add(id);
  }
  return [...found].flatMap((id) => readTreeProcess(id) ?? []);
}

function readTreeProcess(processId: number): TreeProcess | undefined {
  const fields = readStat(processId);
  const command = readOptional(`/proc/${processId}/cmdline`);
  const memory = readOptional(`/proc/${processId}/smaps_rollup`);
  if (fields === undefined || command === undefined || memory === undefined) return undefined;
  const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
  return {
    processId,
    command: command.split('\0').filter((part) => part !== ''),
    cpuSeconds: ticks / TICKS_PER_SECOND,
    memoryBytes: Number(/^Pss:\s+(\d+) kB$/m.exec(memory)?.[1] ?? 0) * 1024,
  };
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

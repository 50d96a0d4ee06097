import { readFileSync } from 'node:fs';

/**
 * Seconds of processor time that the main thread has used, where Linux tells it (to the nanosecond, without what other
 * threads did, and without waiting while other processes had the core). Elsewhere `undefined`.
 */
export function readMainThreadSeconds(): number | undefined {
  // The kernel brings the running thread's count up to date when usage is asked for, else at a timer tick only.
  process.cpuUsage();
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(nanoseconds) / 1e9;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

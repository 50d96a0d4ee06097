import { readFileSync } from 'node:fs';

/**
 * Seconds of processor time of the main thread, on Linux. They are exact to the nanosecond, without other threads,
 * and without waiting for the core. `undefined` on other systems.
 */
export function readMainThreadSeconds(): number | undefined {
  // The kernel updates the running thread's count when usage is read; otherwise only at a timer tick.
  process.cpuUsage();
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(nanoseconds) / 1e9;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The temporary directories of this process's tasks. They go when the process ends or is cancelled. */
export class WorkDirectories {
  readonly #made = new Set<string>();

  /** Adds handlers for the end of the process: one object a process. */
  constructor() {
    process.on('exit', () => {
      this.#removeAll();
    });
    // A cancelled run ends at once: Node's own exit would wait for the query. The run can safely stop at any
    // moment.
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        this.#removeAll();
        process.kill(process.pid, signal);
      });
  }

  make(): string {
    const directory = mkdtempSync(join(tmpdir(), 'sluice-engine-'));
    this.#made.add(directory);
    return directory;
  }

  remove(directory: string): void {
    rmSync(directory, { recursive: true, force: true });
    this.#made.delete(directory);
  }

  #removeAll(): void {
    for (const directory of this.#made) this.remove(directory);
  }
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from '../../kit';

/** The last and the next run of a timer; the platform keeps them in a blob. */
export interface ScheduleStatus {
  /** Undefined before the first run. */
  readonly last: Date | undefined;
  readonly next: Date;
  readonly lastUpdated: Date;
}

/** Stores the status of the timers of a host, one file each. */
export class ScheduleMonitor {
  readonly #directory: string;

  constructor(dataDirectory: string) {
    this.#directory = join(dataDirectory, 'timers');
  }

  async read(functionName: string): Promise<ScheduleStatus | undefined> {
    let text: string;
    try {
      text = await readFile(this.#pathOf(functionName), 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    const { Last, Next, LastUpdated } = JSON.parse(text) as {
      Last: string | null;
      Next: string;
      LastUpdated: string;
    };
    return {
      last: Last === null ? undefined : new Date(Last),
      next: new Date(Next),
      lastUpdated: new Date(LastUpdated),
    };
  }

  async write(functionName: string, { last, next, lastUpdated }: ScheduleStatus): Promise<void> {
    const path = this.#pathOf(functionName);
    await mkdir(dirname(path), { recursive: true });
    const text = JSON.stringify({ Last: last ?? null, Next: next, LastUpdated: lastUpdated });
    await writeFile(`${path}.new`, text, { flush: true });
    await rename(`${path}.new`, path);
  }

  #pathOf(functionName: string): string {
    return join(this.#directory, `${functionName}.json`);
  }
}

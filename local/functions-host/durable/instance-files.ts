import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../kit';
import { InstanceLog } from './instance-log';
import { InstanceState } from './instance-state';

const SUFFIX = '.log';
/** File systems allow names of 255 bytes, including the suffix `.log.new`. */
const LONGEST_NAME = 240;

/**
 * The instances of a task hub: one log each in `running/` or `finished/`. A start reads only `running/`, so
 * that finished instances cost neither time nor memory.
 */
export class InstanceFiles {
  readonly #running: string;
  readonly #finished: string;

  constructor(directory: string) {
    this.#running = join(directory, 'running');
    this.#finished = join(directory, 'finished');
  }

  async prepare(): Promise<void> {
    await mkdir(this.#running, { recursive: true });
    await mkdir(this.#finished, { recursive: true });
  }

  runningLog(instanceId: string): InstanceLog {
    return new InstanceLog(join(this.#running, fileName(instanceId)));
  }

  /** Reads every instance that has not ended. Incomplete ends of logs are removed. */
  async readRunning(): Promise<{ log: InstanceLog; state: InstanceState }[]> {
    const found: { log: InstanceLog; state: InstanceState }[] = [];
    for (const name of await logsIn(this.#running)) {
      const log = new InstanceLog(join(this.#running, name));
      const records = (await log.read({ repair: true })) ?? [];
      // The first record is written atomically, so a log without one was never started.
      if (records.length > 0) found.push({ log, state: InstanceState.fromRecords(records, log.path) });
    }
    return found;
  }

  async readFinished(instanceId: string): Promise<InstanceState | undefined> {
    return this.readFinishedFile(fileName(instanceId));
  }

  async readFinishedFile(name: string): Promise<InstanceState | undefined> {
    const log = new InstanceLog(join(this.#finished, name));
    const records = await log.read();
    return records && InstanceState.fromRecords(records, log.path);
  }

  /** Sorted file names; see {@link fileName}. */
  finishedFiles(): Promise<string[]> {
    return logsIn(this.#finished);
  }

  /** Replaces a finished instance with the same id. */
  async finish(instanceId: string): Promise<void> {
    const name = fileName(instanceId);
    await rename(join(this.#running, name), join(this.#finished, name));
    await syncDirectory(this.#finished);
  }

  /** @returns false if it does not exist */
  async removeFinished(instanceId: string): Promise<boolean> {
    try {
      await unlink(join(this.#finished, fileName(instanceId)));
      return true;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
  }

  /** Flushes the name of a new file in `running/` to the disk. */
  syncRunning(): Promise<void> {
    return syncDirectory(this.#running);
  }
}

/**
 * Encodes an id as a file name: every byte except lower-case letters, digits, `-` and `_` becomes `=xx`. So
 * names are unique on every file system, also on those where `A` and `a` are one file. Very long ids become a
 * hash.
 */
export function fileName(instanceId: string): string {
  const escaped = [...Buffer.from(instanceId)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[a-z0-9_-]/.test(character) ? character : `=${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  const name =
    escaped.length <= LONGEST_NAME ? escaped : `~${createHash('sha256').update(instanceId).digest('hex')}`;
  return `${name}${SUFFIX}`;
}

async function logsIn(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter((name) => name.endsWith(SUFFIX)).sort();
}

/** Flushes the names in a directory to the disk. Windows has no such call and needs none. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

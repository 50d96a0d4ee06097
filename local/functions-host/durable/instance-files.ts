import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../kit';
import { InstanceLog } from './instance-log';
import { InstanceState } from './instance-state';

const SUFFIX = '.log';
/** File systems hold names of 255 bytes; `.log.new` must fit too. */
const LONGEST_NAME = 240;

/**
 * Where a task hub keeps its instances: `running/` and `finished/`, one log each. A start reads `running/` alone, so
 * that what is over costs neither time nor memory.
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

  /** Every instance that has not been seen to end. Torn ends of logs are cut off. */
  async readRunning(): Promise<{ log: InstanceLog; state: InstanceState }[]> {
    const found: { log: InstanceLog; state: InstanceState }[] = [];
    for (const name of await logsIn(this.#running)) {
      const log = new InstanceLog(join(this.#running, name));
      const records = (await log.read({ repair: true })) ?? [];
      // A start is put in place as a whole, so a log without one was never there.
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

  /** File names, sorted; see {@link fileName}. */
  finishedFiles(): Promise<string[]> {
    return logsIn(this.#finished);
  }

  /** Replaces a finished instance of the same id. */
  async finish(instanceId: string): Promise<void> {
    const name = fileName(instanceId);
    await rename(join(this.#running, name), join(this.#finished, name));
    await syncDirectory(this.#finished);
  }

  /** @returns false when there is none */
  async removeFinished(instanceId: string): Promise<boolean> {
    try {
      await unlink(join(this.#finished, fileName(instanceId)));
      return true;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return false;
      throw error;
    }
  }

  /** Makes a new file in `running/` outlive a loss of power. */
  syncRunning(): Promise<void> {
    return syncDirectory(this.#running);
  }
}

/**
 * The id with every byte but lower-case letters, digits, `-` and `_` as `=xx`: one name an id on every file system,
 * also where `A` and `a` are one file. Very long ids become a hash.
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

/** Forces the names in a directory to the disk. Windows has no such call and needs none. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

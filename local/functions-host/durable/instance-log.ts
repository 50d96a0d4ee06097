import { type FileHandle, open, readFile, rename, truncate } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { hasCode, StandInError } from '../../kit';
import { type LogRecord } from './log-record';

/** A line: CRC-32 of what follows as eight hexadecimal digits, a space, the record as JSON, a line feed. */
const CHECKSUM_LENGTH = 8;
const LINE_FEED = 10;

interface AppendBatch {
  readonly lines: string[];
  durable: boolean;
  readonly written: Promise<void>;
}

/**
 * The log of one instance. Appends take place in the order in which they are asked for. What a crash left half
 * written is cut off when the log is read again: nobody was told that it had been kept.
 */
export class InstanceLog {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();
  /** Still takes in lines. */
  #open: AppendBatch | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** @returns the intact records; undefined when there is no such log */
  async read({ repair = false }: { repair?: boolean } = {}): Promise<LogRecord[] | undefined> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.path);
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      throw error;
    }
    const { records, end } = decode(bytes, this.path);
    if (repair && end < bytes.length) await truncate(this.path, end);
    return records;
  }

  /**
   * @param durable whether it must outlive a loss of power when the promise resolves; without that it outlives the
   * end of this process
   */
  append(records: readonly LogRecord[], { durable }: { durable: boolean }): Promise<void> {
    const batch = (this.#open ??= this.#openBatch());
    batch.lines.push(...records.map(encode));
    batch.durable ||= durable;
    return batch.written;
  }

  /** Replaces the whole log: a crash leaves the old or the new one. */
  replace(record: LogRecord): Promise<void> {
    this.#open = undefined;
    return this.#enqueue(async () => {
      const temporary = `${this.path}.new`;
      await withFile(temporary, 'w', async (file) => {
        await file.writeFile(encode(record));
        await file.sync();
      });
      await rename(temporary, this.path);
    });
  }

  /** Resolves when all that was asked for before has been done. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** What is asked for while an earlier write is going on goes into one write after it. */
  #openBatch(): AppendBatch {
    const batch: { lines: string[]; durable: boolean } = { lines: [], durable: false };
    const written = this.#enqueue(async () => {
      // It may be a later batch by now, which then only takes in fewer lines.
      this.#open = undefined;
      await withFile(this.path, 'a', async (file) => {
        await file.appendFile(batch.lines.join(''));
        if (batch.durable) await file.datasync();
      });
    });
    return Object.assign(batch, { written });
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    // One failure is its caller's; later work is not held up by it but will fail on its own.
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function withFile(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

function encode(record: LogRecord): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

function checksum(text: string | Buffer): string {
  return crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0');
}

function decode(bytes: Buffer, where: string): { records: LogRecord[]; end: number } {
  const records: LogRecord[] = [];
  let at = 0;
  while (at < bytes.length) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const json = bytes.subarray(at + CHECKSUM_LENGTH + 1, feed);
    const isIntact = feed >= 0 && bytes.toString('latin1', at, at + CHECKSUM_LENGTH) === checksum(json);
    if (!isIntact) {
      // Only the last line can be torn; a bad one before it is damage.
      if (feed >= 0 && feed < bytes.length - 1)
        throw new StandInError('corrupt', `${where} is damaged at byte ${at}`);
      break;
    }
    records.push(JSON.parse(json.toString('utf8')) as LogRecord);
    at = feed + 1;
  }
  return { records, end: at };
}

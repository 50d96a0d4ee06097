import { type FileHandle, open, readFile, rename, truncate } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { hasCode, StandInError } from '../../kit';
import { type LogRecord } from './log-record';

/** A line: CRC-32 of the rest as eight hexadecimal digits, a space, the record as JSON, a line feed. */
const CHECKSUM_LENGTH = 8;
const LINE_FEED = 10;

interface AppendBatch {
  readonly lines: string[];
  durable: boolean;
  readonly written: Promise<void>;
}

/**
 * The log of one instance. Appends are written in their order. A record that a crash left incomplete is
 * removed when the log is read, because its append was never confirmed.
 */
export class InstanceLog {
  readonly path: string;
  #last: Promise<void> = Promise.resolve();
  /** Still accepts lines. */
  #open: AppendBatch | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** @returns the intact records; undefined if the log does not exist */
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
   * @param durable whether the record must survive a power cut when the promise resolves; otherwise it
   *   survives the end of this process
   */
  append(records: readonly LogRecord[], { durable }: { durable: boolean }): Promise<void> {
    const batch = (this.#open ??= this.#openBatch());
    batch.lines.push(...records.map(encode));
    batch.durable ||= durable;
    return batch.written;
  }

  /** Replaces the whole log: after a crash it has its old or its new content. */
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

  /** Resolves when all earlier requests are complete. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** Requests during a write are combined into the next write. */
  #openBatch(): AppendBatch {
    const batch: { lines: string[]; durable: boolean } = { lines: [], durable: false };
    const written = this.#enqueue(async () => {
      // A later batch may have started meanwhile; then it accepts only fewer lines.
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
    // A failure belongs to its caller. Later writes do not wait for it, and fail on their own.
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
      // Only the last line can be incomplete; an invalid line before it is damage.
      if (feed >= 0 && feed < bytes.length - 1)
        throw new StandInError('corrupt', `${where} is damaged at byte ${at}`);
      break;
    }
    records.push(JSON.parse(json.toString('utf8')) as LogRecord);
    at = feed + 1;
  }
  return { records, end: at };
}

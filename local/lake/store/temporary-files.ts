import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const fdatasync = promisify(fs.fdatasync);

/** Bytes on disk that are not an object yet. */
export interface Staged {
  readonly id: string;
  /** Length in bytes. */
  readonly length: number;
  /** MD5 in base64. */
  readonly md5: string;
  /** Modification time of the file in ms; moving the file keeps it. */
  readonly fileTimeMs: number;
}

/** A part of a file on disk. */
export interface Piece {
  readonly file: string;
  /** Offset in the file in bytes. */
  readonly offset: number;
  /** Length in bytes. */
  readonly length: number;
}

const COPY_BYTES = 1024 * 1024;

/** Files that become objects when they are moved. The next start deletes those that a crash left. */
export class TemporaryFiles {
  readonly #directory: string;
  readonly #fsync: boolean;

  constructor(options: { readonly directory: string; readonly fsync: boolean }) {
    this.#directory = options.directory;
    this.#fsync = options.fsync;
  }

  locate(id: string): string {
    return join(this.#directory, id);
  }

  /** Returns all existing files. */
  list(): string[] {
    return fs.readdirSync(this.#directory);
  }

  discard(id: string): void {
    fs.rmSync(this.locate(id), { force: true });
  }

  /**
   * Stores a whole body.
   *
   * @param options.durable whether it must survive a power cut, as required for bytes that become an object
   */
  async store(body: AsyncIterable<Buffer>, options: { readonly durable: boolean }): Promise<Staged> {
    const id = randomUUID();
    const fd = fs.openSync(this.locate(id), 'wx');
    try {
      const hash = createHash('md5');
      let length = 0;
      for await (const chunk of body) {
        hash.update(chunk);
        writeAt(fd, chunk, length);
        length += chunk.length;
      }
      if (options.durable && this.#fsync) await fdatasync(fd);
      return { id, length, md5: hash.digest('base64'), fileTimeMs: fs.fstatSync(fd).mtimeMs };
    } catch (error) {
      this.discard(id);
      throw error;
    } finally {
      fs.closeSync(fd);
    }
  }

  /** Stores the parts one after the other. */
  join(pieces: readonly Piece[]): Promise<Staged> {
    return this.store(read(pieces), { durable: true });
  }
}

/** Reads the bytes of the parts in order. It opens only one file at a time, so it needs few descriptors. */
async function* read(pieces: readonly Piece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    const handle = await fs.promises.open(piece.file, 'r');
    try {
      let done = 0;
      while (done < piece.length) {
        const buffer = Buffer.allocUnsafe(Math.min(COPY_BYTES, piece.length - done));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, piece.offset + done);
        if (bytesRead === 0)
          throw new Error(`${piece.file} is shorter than ${piece.offset + piece.length} bytes`);
        yield buffer.subarray(0, bytesRead);
        done += bytesRead;
      }
    } finally {
      await handle.close();
    }
  }
}

/** Synchronous, because writing to the page cache is faster than a call to the thread pool. */
function writeAt(fd: number, bytes: Buffer, position: number): void {
  let written = 0;
  while (written < bytes.length)
    written += fs.writeSync(fd, bytes, written, bytes.length - written, position + written);
}

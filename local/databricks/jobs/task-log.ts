import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../../kit';

/**
 * The service returns the last 5 MB of a task's logs.
 * https://docs.databricks.com/api/azure/workspace/jobs/getrunoutput
 */
export const LOG_LIMIT_BYTES = 5 * 1024 * 1024;

/** The output of one attempt of a task: a file that stays below about twice the readable size. */
export class TaskLog {
  readonly #file: number;
  readonly #limitBytes: number;
  #size: number;
  #closed = false;

  constructor(path: string, { limitBytes = LOG_LIMIT_BYTES }: { readonly limitBytes?: number } = {}) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, 'a+');
    this.#limitBytes = limitBytes;
    this.#size = fstatSync(this.#file).size;
  }

  /** Synchronous, so that the order is kept and a killed service loses no written output. */
  append(chunk: Buffer): void {
    if (this.#closed) return;
    writeSync(this.#file, chunk);
    this.#size += chunk.length;
    // Keeps one byte more than the limit, to detect that the log is truncated.
    if (this.#size > 2 * this.#limitBytes) this.#keepLast(this.#limitBytes + 1);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#file);
  }

  #keepLast(bytes: number): void {
    const tail = readTail(this.#file, this.#size, bytes);
    ftruncateSync(this.#file, 0);
    writeSync(this.#file, tail);
    this.#size = tail.length;
  }
}

export interface ReadLog {
  readonly text: string;
  readonly truncated: boolean;
}

/** Returns the end of a log; empty if there is none. */
export function readTaskLog(
  path: string,
  { limitBytes = LOG_LIMIT_BYTES }: { readonly limitBytes?: number } = {},
): ReadLog {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { text: '', truncated: false };
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    return { text: toText(readTail(file, size, limitBytes)), truncated: size > limitBytes };
  } finally {
    closeSync(file);
  }
}

/** Removes the rest of a character that was cut at the beginning. */
export function toText(bytes: Buffer): string {
  let from = 0;
  while (from < 3 && from < bytes.length && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  return bytes.toString('utf8', from);
}

function readTail(file: number, size: number, bytes: number): Buffer {
  const tail = Buffer.alloc(Math.min(size, bytes));
  let read = 0;
  while (read < tail.length) {
    const count = readSync(file, tail, read, tail.length - read, size - tail.length + read);
    if (count === 0) break;
    read += count;
  }
  return tail.subarray(0, read);
}

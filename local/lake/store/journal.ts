import * as fs from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StandInError } from '../../kit';
import { type Change } from './entry';

const fdatasync = promisify(fs.fdatasync);

/** The first line of the file. */
interface Heading {
  readonly lake: 1;
  /** The newest ETag when the file was written, as a decimal number. */
  readonly lastTag: string;
}

/** Contents of a journal. */
export interface JournalContents {
  readonly lastTag: bigint;
  /** One element for each commit, oldest first. Only the last one may be incomplete on disk. */
  readonly commits: readonly (readonly Change[])[];
}

/**
 * Write-ahead journal: one line of JSON for each commit, in `journal.ndjson`. A commit's line is on disk
 * before its changes start, and all its changes are complete before the next line is written. So after a
 * crash only the last line must be checked, and an incomplete line had no effect.
 */
export class Journal {
  readonly #file: string;
  readonly #fsync: boolean;
  #fd: number | undefined;
  #bytes = 0;

  constructor(options: { readonly directory: string; readonly fsync: boolean }) {
    this.#file = join(options.directory, 'journal.ndjson');
    this.#fsync = options.fsync;
  }

  /** Bytes since the last rewrite, including that rewrite. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @throws StandInError `corrupt` if a line other than the last cannot be read */
  read(): JournalContents {
    if (!fs.existsSync(this.#file)) return { lastTag: 0n, commits: [] };
    const lines = fs.readFileSync(this.#file, 'utf8').split('\n');
    // The text after the last line break is incomplete because of a crash.
    lines.pop();
    const parse = (line: string, index: number): unknown => {
      try {
        return JSON.parse(line);
      } catch (error) {
        throw new StandInError('corrupt', `${this.#file} line ${index + 1} cannot be read`, error);
      }
    };
    const [heading, ...commits] = lines.map(parse);
    if ((heading as Heading | undefined)?.lake !== 1)
      throw new StandInError('corrupt', `${this.#file} is not a journal of version 1`);
    return { lastTag: BigInt((heading as Heading).lastTag), commits: commits as Change[][] };
  }

  /** Replaces the journal by one with only `changes`, one line each, and opens it for appending. */
  rewrite(contents: { readonly lastTag: bigint; readonly changes: Iterable<Change> }): void {
    this.close();
    const temporary = `${this.#file}.new`;
    const heading: Heading = { lake: 1, lastTag: contents.lastTag.toString() };
    const fd = fs.openSync(temporary, 'w');
    this.#bytes = fs.writeSync(fd, `${JSON.stringify(heading)}\n`);
    for (const change of contents.changes) this.#bytes += writeAll(fd, `${JSON.stringify([change])}\n`);
    if (this.#fsync) fs.fsyncSync(fd);
    fs.renameSync(temporary, this.#file);
    this.#fd = fd;
  }

  /** Resolves when the commit is on disk. Only one call at a time is allowed. */
  async append(changes: readonly Change[]): Promise<void> {
    if (this.#fd === undefined) throw new StandInError('start_failed', 'the journal is not open');
    this.#bytes += writeAll(this.#fd, `${JSON.stringify(changes)}\n`);
    if (this.#fsync) await fdatasync(this.#fd);
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }
}

function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) written += fs.writeSync(fd, bytes, written);
  return written;
}

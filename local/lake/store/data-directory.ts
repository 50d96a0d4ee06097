import * as fs from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { hasCode, isAlive, StandInError } from '../../kit';
import { type Change } from './entry';

/** Paths in the data directory. The lake's own data is below `.lake`. */
export class DataDirectory {
  readonly root: string;
  /** Journal and owner file. */
  readonly hidden: string;
  /** Bytes that are not objects yet. */
  readonly temporary: string;
  /** Directories that are being deleted. */
  readonly trash: string;
  readonly #ownerFile: string;

  constructor(root: string) {
    this.root = root;
    this.hidden = join(root, '.lake');
    this.temporary = join(this.hidden, 'temporary');
    this.trash = join(this.hidden, 'trash');
    this.#ownerFile = join(this.hidden, 'owner.json');
  }

  /** Returns the path of the plain file or directory of `<filesystem>/<path>`. */
  locate(path: string): string {
    return join(this.root, path);
  }

  /**
   * Creates missing folders and locks the directory for this process, because two servers with one journal
   * would lose data.
   *
   * @throws StandInError `start_failed` if a living process owns it
   */
  take(): void {
    for (const directory of [this.temporary, this.trash]) fs.mkdirSync(directory, { recursive: true });
    const owner = this.#owner();
    if (owner !== undefined && isOwnerAlive(owner))
      throw new StandInError(
        'start_failed',
        `${this.root} is in use by the lake of process ${owner.process}`,
      );
    fs.writeFileSync(
      this.#ownerFile,
      JSON.stringify({ process: process.pid, startedAt: performance.timeOrigin } satisfies Owner),
    );
  }

  release(): void {
    fs.rmSync(this.#ownerFile, { force: true });
  }

  #owner(): Owner | undefined {
    if (!fs.existsSync(this.#ownerFile)) return undefined;
    try {
      return JSON.parse(fs.readFileSync(this.#ownerFile, 'utf8')) as Owner;
    } catch (error) {
      // A crash during `take` leaves an incomplete file, whose owner never served requests.
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

interface Owner {
  readonly process: number;
  /**
   * Start of the process in ms since 1970: in a container every run of the server has the same process id.
   */
  readonly startedAt: number;
}

function isOwnerAlive({ process: id, startedAt }: Owner): boolean {
  return id === process.pid ? startedAt === performance.timeOrigin : isAlive(id);
}

/**
 * Whether a file is in a directory after following the symbolic links of both.
 *
 * @returns `false` also if one of them does not exist
 */
export function isInside(directory: string, file: string): boolean {
  try {
    const [outer, inner] = [fs.realpathSync.native(directory), fs.realpathSync.native(file)];
    return inner === outer || inner.startsWith(`${outer}${sep}`);
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR') || hasCode(error, 'ELOOP')) return false;
    throw error;
  }
}

/** Whether the path itself is a symbolic link, also to nothing. */
export function isLink(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch (error) {
    // A part of the path is a file, or a link to itself.
    if (hasCode(error, 'ENOTDIR') || hasCode(error, 'ELOOP')) return false;
    throw error;
  }
}

/** `undefined` if the path does not exist. */
export function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // A part of the path is a file, or a link to itself.
    if (hasCode(error, 'ENOTDIR') || hasCode(error, 'ELOOP')) return undefined;
    throw error;
  }
}

/** Directories with changed names that the journal cannot restore later. */
export function directoriesToSync(changes: readonly Change[]): Set<string> {
  const directories = new Set<string>();
  for (const change of changes) {
    if (change.op === 'remove' || change.op === 'move') directories.add(dirname(change.path));
    if (change.op === 'move') directories.add(dirname(change.to));
    if (change.op === 'put' && change.entry.kind !== 'file')
      for (const { path } of [...change.parents, change]) directories.add(dirname(path));
  }
  return directories;
}

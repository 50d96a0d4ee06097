import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { CommitQueue, type Intent } from './commit-queue';
import { DataDirectory, directoriesToSync, isInside, isLink, statOf } from './data-directory';
import { syncDirectory } from '../../kit';
import { type Change, type Entry, type Found } from './entry';
import { foreignEntry, isUnchanged } from './foreign-entry';
import { Journal } from './journal';
import { isFilesystemName } from './lake-path';
import { Leases } from './leases';
import { Tags } from './tags';
import { TemporaryFiles } from './temporary-files';

export interface LakeStoreOptions {
  /** Created if missing. */
  readonly directory: string;
  /** Whether an acknowledged write survives a power cut. A killed process never loses one. */
  readonly fsync: boolean;
  readonly now: () => Date;
}

/** The journal is rewritten when it is longer than this and has doubled since the last rewrite. */
const REWRITE_BYTES = 64 * 1024 * 1024;

/**
 * Plain files and directories below `<directory>/<filesystem>/`, with their properties.
 *
 * The disk determines which paths exist; entries hold the properties. So files that a person or another
 * program wrote are also served, with default properties. Entries are in memory and in the journal, and
 * change with the files in one commit. Neither is visible without the other, also after a kill.
 */
export class LakeStore {
  readonly temporary: TemporaryFiles;
  readonly leases: Leases;
  readonly #directory: DataDirectory;
  readonly #journal: Journal;
  readonly #queue: CommitQueue;
  readonly #fsync: boolean;
  readonly #now: () => Date;
  readonly #entries = new Map<string, Entry>();
  #emptying: Promise<void> = Promise.resolve();
  #emptyingFailure: { readonly error: unknown } | undefined;
  #tags = new Tags();
  #rewrittenBytes = 0;
  #trashed = 0;

  private constructor(options: LakeStoreOptions) {
    this.#fsync = options.fsync;
    this.#now = options.now;
    this.leases = new Leases(options.now);
    this.#directory = new DataDirectory(options.directory);
    this.#journal = new Journal({ directory: this.#directory.hidden, fsync: options.fsync });
    this.temporary = new TemporaryFiles({ directory: this.#directory.temporary, fsync: options.fsync });
    this.#queue = new CommitQueue((changes) => this.#commit(changes));
  }

  /**
   * Opens the directory and repairs it after a crash.
   *
   * @throws StandInError `start_failed` if another process uses the directory, `corrupt` if its journal
   *   cannot be read
   */
  static open(options: LakeStoreOptions): LakeStore {
    const store = new LakeStore(options);
    store.#directory.take();
    try {
      store.#recover();
    } catch (error) {
      store.#directory.release();
      throw error;
    }
    return store;
  }

  /**
   * Waits for submitted intents. Throws if a removed directory could not be emptied; the next start tries
   * again.
   */
  async close(): Promise<void> {
    await this.#queue.idle();
    await this.#emptying;
    this.#journal.close();
    this.#directory.release();
    if (this.#emptyingFailure !== undefined) throw this.#emptyingFailure.error;
  }

  /** Returns the current entry of `<filesystem>/<path>`; none for one that a symbolic link leads out of the container. */
  find(path: string): Found | undefined {
    const stat = statOf(this.locate(path));
    if (stat === undefined || this.#leadsOut(path)) return undefined;
    return this.#found(path, stat);
  }

  /** Returns whether the path is a symbolic link that leads to nothing or out of its container. */
  isForeignLink(path: string): boolean {
    const file = this.locate(path);
    return isLink(file) && (statOf(file) === undefined || this.#leadsOut(path));
  }

  /** Returns the path of the plain file or directory. */
  locate(path: string): string {
    return this.#directory.locate(path);
  }

  /** Returns the names of all filesystems, in order. */
  filesystems(): string[] {
    return fs
      .readdirSync(this.#directory.root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && isFilesystemName(entry.name))
      .map((entry) => entry.name)
      .sort();
  }

  /** Returns the names in a directory, unordered. */
  names(path: string): fs.Dirent[] {
    return fs.readdirSync(this.locate(path), { withFileTypes: true });
  }

  /**
   * Opens the bytes of a file. In the same turn of the event loop as `find`, both return the same version.
   */
  openFile(path: string): number {
    return fs.openSync(this.locate(path), 'r');
  }

  /** Commits the changes of the intent; resolves when they are durable and visible. */
  submit<T>(intent: Intent<T>): Promise<T> {
    return this.#queue.submit(intent);
  }

  /** Creates ETag and times of a new entry. Callers that replace only properties keep `createdAt`. */
  stamp(): Pick<Entry, 'tag' | 'createdAt' | 'modifiedAt'> {
    const now = this.#now().getTime();
    return { tag: this.#tags.next(now), createdAt: now, modifiedAt: now };
  }

  #leadsOut(path: string): boolean {
    const slash = path.indexOf('/');
    return slash !== -1 && !isInside(this.locate(path.slice(0, slash)), this.locate(path));
  }

  #found(path: string, stat: fs.Stats): Found {
    const entry = this.#entries.get(path);
    const length = stat.isDirectory() ? 0 : stat.size;
    if (entry !== undefined && isUnchanged(stat, entry)) return { ...entry, path, length };
    return { ...foreignEntry(path, stat, entry), path, length };
  }

  async #commit(changes: readonly Change[]): Promise<void> {
    await this.#journal.append(changes);
    for (const change of changes) this.#make(change);
    if (this.#fsync)
      for (const directory of directoriesToSync(changes)) syncDirectory(this.locate(directory));
    if (this.#journal.bytes > REWRITE_BYTES && this.#journal.bytes > 2 * this.#rewrittenBytes)
      this.#rewriteJournal();
  }

  /** Applies a journal step to the disk and the entries. Applying it twice has the same result. */
  #make(change: Change): void {
    switch (change.op) {
      case 'put':
        if (change.entry.kind === 'file') {
          fs.mkdirSync(dirname(this.locate(change.path)), { recursive: true });
          this.#moveIntoPlace(change.path, change.entry);
        } else fs.mkdirSync(this.locate(change.path), { recursive: true });
        break;
      case 'remove':
        this.#removeFromDisk(change.path);
        break;
      case 'move':
        if (fs.existsSync(this.locate(change.path)))
          fs.renameSync(this.locate(change.path), this.locate(change.to));
        break;
      case 'set':
        break;
    }
    this.#note(change);
  }

  #moveIntoPlace(path: string, entry: Entry): void {
    if (entry.content === undefined) return;
    const file = this.temporary.locate(entry.content.id);
    if (fs.existsSync(file)) fs.renameSync(file, this.locate(path));
  }

  #removeFromDisk(path: string): void {
    const stat = statOf(this.locate(path));
    if (stat === undefined) return;
    if (!stat.isDirectory()) {
      fs.unlinkSync(this.locate(path));
      return;
    }
    // One rename hides a whole tree; emptying it takes longer.
    const trashed = join(this.#directory.trash, `${this.#now().getTime()}-${process.pid}-${this.#trashed++}`);
    fs.renameSync(this.locate(path), trashed);
    this.#emptying = this.#emptying
      .then(() => fs.promises.rm(trashed, { recursive: true, force: true }))
      .catch((error: unknown) => {
        this.#emptyingFailure ??= { error };
      });
  }

  /** Applies a journal step to the entries. */
  #note(change: Change): void {
    switch (change.op) {
      case 'put':
        for (const parent of change.parents) {
          this.#tags.seen(parent.entry.tag);
          if (!this.#entries.has(parent.path)) this.#entries.set(parent.path, parent.entry);
        }
        this.#setEntry(change.path, change.entry);
        break;
      case 'set':
        this.#setEntry(change.path, change.entry);
        break;
      case 'remove':
        this.leases.forget(change.path);
        for (const path of this.#withDescendants(change.path)) this.#entries.delete(path);
        break;
      case 'move':
        // The destination was a file or an empty directory.
        this.#entries.delete(change.to);
        this.leases.forget(change.path);
        this.leases.forget(change.to);
        for (const path of this.#withDescendants(change.path)) {
          const entry = this.#entries.get(path);
          this.#entries.delete(path);
          if (entry !== undefined) this.#entries.set(`${change.to}${path.slice(change.path.length)}`, entry);
        }
        this.#setEntry(change.to, change.entry);
        break;
    }
  }

  #setEntry(path: string, entry: Entry): void {
    this.#tags.seen(entry.tag);
    this.#entries.set(path, entry);
  }

  #withDescendants(path: string): string[] {
    const entry = this.#entries.get(path);
    if (entry?.kind === 'file') return [path];
    const below = [...this.#entries.keys()].filter((key) => key.startsWith(`${path}/`));
    return entry === undefined ? below : [path, ...below];
  }

  /**
   * Makes disk and journal consistent after any end of the last process. Earlier commits are complete, the
   * last one is applied again, and bytes that did not become an object are deleted.
   */
  #recover(): void {
    const { lastTag, commits } = this.#journal.read();
    this.#tags = new Tags(lastTag);
    const last = commits.at(-1) ?? [];
    for (const change of commits.slice(0, -1).flat()) this.#note(change);
    for (const change of last) this.#make(change);
    // A power cut may even undo an earlier move; the bytes still have their temporary name.
    const left = new Set(this.temporary.list());
    for (const [path, entry] of this.#entries) {
      if (entry.content !== undefined && left.delete(entry.content.id))
        this.#make({ op: 'put', path, entry, parents: [] });
    }
    for (const id of left) this.temporary.discard(id);
    for (const path of [...this.#entries.keys()])
      if (statOf(this.locate(path)) === undefined) this.#entries.delete(path);
    for (const name of fs.readdirSync(this.#directory.trash))
      fs.rmSync(join(this.#directory.trash, name), { recursive: true, force: true });
    this.#rewriteJournal();
  }

  #rewriteJournal(): void {
    const changes = function* (entries: Iterable<[string, Entry]>): Generator<Change> {
      for (const [path, entry] of entries) yield { op: 'set', path, entry };
    };
    this.#journal.rewrite({ lastTag: this.#tags.last, changes: changes(this.#entries) });
    if (this.#fsync) syncDirectory(this.#directory.hidden);
    this.#rewrittenBytes = this.#journal.bytes;
  }
}

import { type Found } from './entry';
import { isPath } from './lake-path';
import { type LakeStore } from './lake-store';

export interface ListingOptions {
  readonly filesystem: string;
  /** Directory to list, below the filesystem; `''` is the filesystem itself. */
  readonly directory: string;
  /** Names must begin with it. @default '' */
  readonly prefix?: string;
  /** Names must come after it. @default '' */
  readonly after?: string;
  readonly recursive: boolean;
  /** Sorts a directory as `name/`, the way a listing by hierarchy shows it. @default false */
  readonly slashed?: boolean;
}

/** One line of a listing. */
export interface Listed {
  /** Below the filesystem; of a directory without a slash at the end. */
  readonly name: string;
  /** What it is sorted by, and what `after` is compared with. */
  readonly key: string;
  readonly found: Found;
}

/** Files and directories in the order of their names, code unit by code unit, whatever the depth. Reads no more directories than it must. */
export function* list(store: LakeStore, options: ListingOptions): Generator<Listed> {
  const { filesystem, directory, prefix = '', after = '', slashed = false } = options;
  const base = directory === '' ? filesystem : `${filesystem}/${directory}`;
  const steps: { key: string; name: string; descend: boolean }[] = [];
  for (const entry of store.names(base)) {
    // A name that no request can ask for, put there by hand, is not shown either.
    if (!isPath(entry.name)) continue;
    const name = directory === '' ? entry.name : `${directory}/${entry.name}`;
    const isDirectory = entry.isDirectory();
    steps.push({ key: slashed && isDirectory ? `${name}/` : name, name, descend: false });
    if (options.recursive && isDirectory) steps.push({ key: `${name}/`, name, descend: true });
  }
  steps.sort((left, right) => (left.key < right.key ? -1 : 1));
  for (const { key, name, descend } of steps) {
    if (descend) {
      const holdsPrefix = key.startsWith(prefix) || prefix.startsWith(key);
      const holdsAfter = key > after || after.startsWith(key);
      if (holdsPrefix && holdsAfter) yield* list(store, { ...options, directory: name });
    } else if (key > after && key.startsWith(prefix)) {
      const found = store.find(`${filesystem}/${name}`);
      if (found !== undefined) yield { name, key, found };
    }
  }
}

/** The first `size` items, and the key to go on after when there are more. */
export function pageOf(
  items: Iterable<Listed>,
  size: number,
): { readonly page: readonly Listed[]; readonly next?: string } {
  const page: Listed[] = [];
  for (const item of items) {
    const last = page.at(-1);
    if (page.length === size && last !== undefined) return { page, next: last.key };
    page.push(item);
  }
  return { page };
}

/** A continuation token or marker: opaque to the client, and safe in a header, a URL and XML. */
export function toToken(key: string | undefined): string {
  return key === undefined ? '' : Buffer.from(key).toString('base64url');
}

export function fromToken(token: string | undefined): string {
  return token === undefined ? '' : Buffer.from(token, 'base64url').toString();
}

import { LakeRefusal } from '../wire/lake-refusal';
import { type Found } from './entry';
import { isPath } from './lake-path';
import { type LakeStore } from './lake-store';

export interface ListingOptions {
  readonly filesystem: string;
  /** Directory to list, in the filesystem; `''` is the filesystem itself. */
  readonly directory: string;
  /** Prefix of names. @default '' */
  readonly prefix?: string;
  /** Only names after this one. @default '' */
  readonly after?: string;
  /** Only this name and names after it. @default '' */
  readonly from?: string;
  readonly recursive: boolean;
  /** Sorts a directory as `name/`, as a hierarchical listing shows it. @default false */
  readonly slashed?: boolean;
}

/** One item of a listing. */
export interface Listed {
  /** Path in the filesystem; a directory has no slash at the end. */
  readonly name: string;
  /** Sort key, with which `after` is compared. */
  readonly key: string;
  readonly found: Found;
}

/**
 * Returns files and directories of all levels in the order of their names, by code units. It reads only the
 * necessary directories.
 */
export function* list(store: LakeStore, options: ListingOptions): Generator<Listed> {
  const { filesystem, directory, prefix = '', after = '', from = '', slashed = false } = options;
  const base = directory === '' ? filesystem : `${filesystem}/${directory}`;
  const steps: { key: string; name: string; descend: boolean }[] = [];
  for (const entry of store.names(base)) {
    // Skips names that no request can use, which were written by hand.
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
      const holdsFrom = key >= from || from.startsWith(key);
      if (holdsPrefix && holdsAfter && holdsFrom) yield* list(store, { ...options, directory: name });
    } else if (key > after && key >= from && key.startsWith(prefix)) {
      const found = store.find(`${filesystem}/${name}`);
      if (found !== undefined) yield { name, key, found };
    }
  }
}

/** Returns the first `size` items, and the key for the next page if there are more. */
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

/** Distinguishes a token from a name. */
const TOKEN_MARK = '1!';

/** Encodes a continuation token or marker: opaque for clients, and safe in a header, a URL and XML. */
export function toToken(key: string | undefined): string {
  return key === undefined ? '' : `${TOKEN_MARK}${Buffer.from(key).toString('base64url')}`;
}

/**
 * Returns the name after which a listing continues, also if that name no longer exists.
 *
 * @throws LakeRefusal `marker_invalid` for a text that is not a token
 */
export function fromToken(token: string | undefined): string {
  if (token === undefined || token === '') return '';
  const key = Buffer.from(token.slice(TOKEN_MARK.length), 'base64url').toString();
  if (toToken(key) !== token) throw new LakeRefusal('marker_invalid');
  return key;
}

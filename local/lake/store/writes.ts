import { type AccessRequest } from './access';
import { type Conditions, requireForWrite, requireOfSource } from './conditions';
import {
  type AppendBlob,
  type Block,
  type Change,
  type ContentHeaders,
  type Copy,
  type Entry,
  entryOf,
  type Found,
  type Metadata,
} from './entry';
import { type LakeStore } from './lake-store';
import { missingParents, newAccess } from './parents';
import { type Staged } from './temporary-files';
import { LakeRefusal } from '../wire/lake-refusal';

/** Properties of a written file or directory. */
export interface Properties {
  readonly headers: ContentHeaders;
  readonly metadata: Metadata;
}

export interface PutFileOptions extends Properties {
  readonly path: string;
  readonly staged: Staged;
  readonly conditions: Conditions;
  readonly blocks?: readonly Block[];
  readonly copy?: Copy;
  readonly appendBlob?: AppendBlob;
  /** Owners and permissions of the new file. @default those that the parent determines */
  readonly access?: AccessRequest;
  /** Whether a replaced file passes its access and creation time on, because only its bytes change. @default false */
  readonly keepsIdentity?: boolean;
  /** Checks the basis of the write when it is committed; throws a refusal if it has changed. */
  readonly check?: (found: Found | undefined) => void;
}

/** @throws LakeRefusal `filesystem_not_found` */
export function requireFilesystem(store: LakeStore, filesystem: string): Found {
  const found = store.find(filesystem);
  if (found?.kind !== 'filesystem') throw new LakeRefusal('filesystem_not_found');
  return found;
}

/** @throws LakeRefusal `filesystem_not_found`, `path_not_found` */
export function requireFound(store: LakeStore, path: string): Found {
  const found = store.find(path);
  if (found !== undefined) return found;
  requireFilesystem(store, filesystemOf(path));
  throw new LakeRefusal('path_not_found');
}

/** @throws LakeRefusal also `path_is_directory` */
export function requireFile(store: LakeStore, path: string): Found {
  const found = requireFound(store, path);
  if (found.kind !== 'file') throw new LakeRefusal('path_is_directory');
  return found;
}

/**
 * Replaces or creates a whole file, with its parents. After a refusal the staged bytes are deleted.
 *
 * @throws LakeRefusal if a condition is not met, the path is a directory or a parent is a file
 */
export async function putFile(store: LakeStore, options: PutFileOptions): Promise<Entry> {
  const { path, staged } = options;
  const decide = (): { changes: Change[]; value: Entry } => {
    const found = requireFileMayBePut(store, path, options.conditions);
    options.check?.(found);
    const { id, length, fileTimeMs } = staged;
    const parents = missingParents(store, path);
    const before = options.keepsIdentity === true ? found : undefined;
    const access =
      options.keepsIdentity === true
        ? before?.access
        : newAccess(store, { path, parents, kind: 'file' }, options.access);
    const entry: Entry = {
      kind: 'file',
      ...store.stamp(),
      ...(before !== undefined && { createdAt: before.createdAt }),
      headers: options.headers,
      metadata: options.metadata,
      content: { id, length, fileTimeMs },
      ...(options.blocks !== undefined && { blocks: options.blocks }),
      ...(access !== undefined && { access }),
      ...(options.copy !== undefined && { copy: options.copy }),
      ...(options.appendBlob !== undefined && { appendBlob: options.appendBlob }),
    };
    return { changes: [{ op: 'put', path, entry, parents }], value: entry };
  };
  try {
    return await store.submit({ paths: [path], decide });
  } catch (error) {
    if (error instanceof LakeRefusal) store.temporary.discard(staged.id);
    throw error;
  }
}

/**
 * Refuses early, before the bytes are received; the check of `putFile` is decisive.
 *
 * @returns the current entry of the path
 */
export function requireFileMayBePut(
  store: LakeStore,
  path: string,
  conditions: Conditions,
): Found | undefined {
  requireFilesystem(store, filesystemOf(path));
  const found = store.find(path);
  requireWritable(store, path, conditions);
  if (found?.kind === 'directory') throw new LakeRefusal('path_is_directory');
  if (found?.appendBlob?.isSealed === true) throw new LakeRefusal('blob_is_sealed');
  return found;
}

/** Creates a directory with its parents. An existing one keeps its children and gets the new properties. */
export function makeDirectory(
  store: LakeStore,
  options: Properties & {
    readonly path: string;
    readonly conditions: Conditions;
    readonly access: AccessRequest;
  },
): Promise<Entry> {
  const { path, headers, metadata } = options;
  return store.submit({
    paths: [path],
    decide: () => {
      requireFilesystem(store, filesystemOf(path));
      const found = store.find(path);
      requireWritable(store, path, options.conditions);
      if (found?.kind === 'file') throw new LakeRefusal('path_is_file');
      const parents = missingParents(store, path);
      const isChanged = found === undefined || Object.keys(options.access).length > 0;
      const access = isChanged
        ? newAccess(store, { path, parents, kind: 'directory' }, options.access)
        : found.access;
      const entry: Entry = {
        kind: 'directory',
        ...store.stamp(),
        headers,
        metadata,
        ...(access !== undefined && { access }),
      };
      return { changes: [{ op: 'put', path, entry, parents }], value: entry };
    },
  });
}

/** @throws LakeRefusal `filesystem_exists` */
export function makeFilesystem(store: LakeStore, path: string, metadata: Metadata): Promise<Entry> {
  return store.submit({
    paths: [path],
    decide: () => {
      if (store.find(path) !== undefined) throw new LakeRefusal('filesystem_exists');
      const entry: Entry = { kind: 'filesystem', ...store.stamp(), headers: {}, metadata };
      return { changes: [{ op: 'put', path, entry, parents: [] }], value: entry };
    },
  });
}

/** Replaces properties of an existing path. The bytes remain, the ETag changes. */
export function setProperties(
  store: LakeStore,
  options: {
    readonly path: string;
    readonly conditions: Conditions;
    readonly update: (found: Found) => Partial<Properties> & Pick<Entry, 'policies'>;
  },
): Promise<Entry> {
  const { path } = options;
  return store.submit({
    paths: [path],
    decide: () => {
      const found = requireFound(store, path);
      requireForWrite(options.conditions, found);
      // The lease of a container only protects it from its deletion.
      const check = found.kind === 'filesystem' ? 'requireForRead' : 'requireForWrite';
      store.leases[check](path, options.conditions.leaseId);
      const entry = renewed(store, found, options.update(found));
      return { changes: [{ op: 'set', path, entry }], value: entry };
    },
  });
}

/**
 * Removes a file, a directory or a filesystem.
 *
 * @throws LakeRefusal `directory_not_empty` unless `recursive`
 */
export function remove(
  store: LakeStore,
  options: { readonly path: string; readonly conditions: Conditions; readonly recursive: boolean },
): Promise<void> {
  const { path } = options;
  return store.submit({
    paths: [path],
    alone: true,
    decide: () => {
      const found = requireFound(store, path);
      requireWritable(store, path, options.conditions);
      if (found.kind === 'directory' && !options.recursive && store.names(path).length > 0)
        throw new LakeRefusal('directory_not_empty');
      return { changes: [{ op: 'remove', path }], value: undefined };
    },
  });
}

/**
 * Renames a file, or a directory with its contents, in one step. Properties and the children's ETags remain.
 */
export function move(
  store: LakeStore,
  options: {
    readonly from: string;
    readonly to: string;
    readonly conditions: Conditions;
    readonly sourceConditions: Conditions;
    readonly update: Partial<Properties>;
  },
): Promise<Entry> {
  const { from, to } = options;
  return store.submit({
    paths: [from, to],
    alone: true,
    decide: () => {
      requireFilesystem(store, filesystemOf(to));
      const source = store.find(from);
      if (source === undefined) throw new LakeRefusal('source_not_found');
      requireOfSource(options.sourceConditions, source);
      store.leases.requireForWrite(from, options.sourceConditions.leaseId);
      const target = store.find(to);
      requireWritable(store, to, options.conditions);
      if (to.startsWith(`${from}/`)) throw new LakeRefusal('move_into_itself');
      const parent = store.find(to.slice(0, to.lastIndexOf('/')));
      if (parent === undefined) throw new LakeRefusal('move_parent_not_found');
      if (parent.kind === 'file') throw new LakeRefusal('parent_is_file');
      if (target !== undefined && from !== to) {
        if (target.kind !== source.kind) throw new LakeRefusal('move_kinds_differ');
        if (target.kind === 'directory' && store.names(to).length > 0)
          throw new LakeRefusal('directory_not_empty');
      }
      const entry = renewed(store, source, options.update);
      return { changes: [{ op: 'move', path: from, to, entry }], value: entry };
    },
  });
}

/** @throws LakeRefusal if a condition or the lease of the current version does not allow the write */
export function requireWritable(store: LakeStore, path: string, conditions: Conditions): void {
  requireForWrite(conditions, store.find(path));
  if (store.isForeignLink(path))
    throw new LakeRefusal('path_is_file', 'The path is a symbolic link out of the container.');
  store.leases.requireForWrite(path, conditions.leaseId);
}

export function filesystemOf(path: string): string {
  const slash = path.indexOf('/');
  return slash === -1 ? path : path.slice(0, slash);
}

/** Returns an entry with replaced properties and a new ETag. */
function renewed(store: LakeStore, found: Found, update: Partial<Entry>): Entry {
  return { ...entryOf(found), ...store.stamp(), createdAt: found.createdAt, ...update };
}

import { LakeRefusal } from '../wire/lake-refusal';
import { type Access, accessOf, type AccessRequest, createAccess } from './access';
import { ancestorsOf } from './commit-queue';
import { type Entry } from './entry';
import { type LakeStore } from './lake-store';

/** An ancestor that a write has to create. */
export interface MissingParent {
  readonly path: string;
  readonly entry: Entry;
}

/** @throws LakeRefusal `parent_is_file` */
export function missingParents(store: LakeStore, path: string): MissingParent[] {
  const ancestors = ancestorsOf(path).slice(1);
  const nearest = ancestors.at(-1);
  if (nearest === undefined || store.find(nearest)?.kind === 'directory') return [];
  const missing: MissingParent[] = [];
  for (const parent of ancestors) {
    const found = store.find(parent);
    if (found?.kind === 'directory') continue;
    if (store.isForeignLink(parent))
      throw new LakeRefusal('parent_is_file', `"${parent}" is a symbolic link out of the container.`);
    if (found !== undefined) throw new LakeRefusal('parent_is_file', `"${parent}" is a file.`);
    const access = newAccess(store, { path: parent, parents: missing, kind: 'directory' });
    const entry: Entry = {
      kind: 'directory',
      ...store.stamp(),
      headers: {},
      metadata: {},
      ...(access !== undefined && { access }),
    };
    missing.push({ path: parent, entry });
  }
  return missing;
}

/** Returns the access to a new path; `undefined` if it is that of every path without its own. */
export function newAccess(
  store: LakeStore,
  created: {
    readonly path: string;
    readonly parents: readonly MissingParent[];
    readonly kind: Entry['kind'];
  },
  request: AccessRequest = {},
): Access | undefined {
  const { path, parents, kind } = created;
  const parent = parents.at(-1)?.entry ?? store.find(path.slice(0, path.lastIndexOf('/')));
  const inherits = parent?.access?.acl.some(({ scope }) => scope === 'default') === true;
  if (!inherits && Object.keys(request).length === 0) return undefined;
  return createAccess(kind, request, parent === undefined ? undefined : accessOf(parent));
}

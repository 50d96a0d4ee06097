import { type Access } from './access';
import { type Conditions } from './conditions';
import { type Change, type Entry, entryOf, type Found } from './entry';
import { isAdopted } from './foreign-entry';
import { type LakeStore } from './lake-store';
import { requireFound, requireWritable } from './writes';

/**
 * Sets the access to a path, and to those `below` it, in one step. ETags and times remain.
 *
 * @returns the changed entries, that of the path first
 */
export function setAccess(
  store: LakeStore,
  options: {
    readonly path: string;
    readonly conditions: Conditions;
    readonly below?: (found: Found) => readonly Found[];
    readonly update: (found: Found) => Access;
  },
): Promise<readonly [Entry, ...Entry[]]> {
  const { path, below = () => [], update } = options;
  return store.submit({
    paths: [path],
    alone: true,
    decide: () => {
      const found = requireFound(store, path);
      requireWritable(store, path, options.conditions);
      const changeOf = (one: Found): Change & { readonly entry: Entry } => {
        // Only the lake's own tags are in the journal.
        const tag = isAdopted(one) ? store.stamp().tag : one.tag;
        return { op: 'set', path: one.path, entry: { ...entryOf(one), tag, access: update(one) } };
      };
      const first = changeOf(found);
      const others = below(found).map(changeOf);
      return {
        changes: [first, ...others],
        value: [first.entry, ...others.map(({ entry }) => entry)] as const,
      };
    },
  });
}

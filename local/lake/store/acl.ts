import { LakeRefusal } from '../wire/lake-refusal';

/** One entry of a POSIX access control list. */
export interface AclEntry {
  readonly scope: 'access' | 'default';
  readonly type: 'user' | 'group' | 'mask' | 'other';
  /** Named user or group; `''` for the owner, the owning group, the mask and others. */
  readonly id: string;
  /** `rwx` as a number from 0 to 7. */
  readonly bits: number;
}

const TYPES = ['user', 'group', 'mask', 'other'] as const;
const ENTRY = /^(?:(default):)?(user|group|mask|other):([^:]*)(?::([r-][w-][x-]))?$/;

/**
 * Reads `[default:]user|group|mask|other:[id]:rwx,…`.
 *
 * @param options.withoutBits entries to remove, such as `user:ada`, have no permissions
 * @throws LakeRefusal `header_invalid`
 */
export function readAcl(text: string, options: { readonly withoutBits: boolean }): AclEntry[] {
  const acl = text.split(',').map((item): AclEntry => {
    const match = ENTRY.exec(item.trim());
    const [, scope, type = '', id = '', bits] = match ?? [];
    if (match === null || (bits === undefined) !== options.withoutBits)
      throw new LakeRefusal('header_invalid', `"${item}" of "x-ms-acl" is not an entry.`);
    if (id !== '' && type !== 'user' && type !== 'group')
      throw new LakeRefusal('header_invalid', `"${item}" of "x-ms-acl" cannot have a name.`);
    return {
      scope: scope === undefined ? 'access' : 'default',
      type: type as AclEntry['type'],
      id,
      bits: toBits(bits ?? '---'),
    };
  });
  if (new Set(acl.map(keyOf)).size < acl.length)
    throw new LakeRefusal('header_invalid', '"x-ms-acl" has two entries for the same subject.');
  return acl;
}

/** The entries in the order of the service: by scope, type and name. */
export function formatAcl(acl: readonly AclEntry[]): string {
  return [...acl]
    .sort((left, right) => (sortKeyOf(left) < sortKeyOf(right) ? -1 : 1))
    .map(
      ({ scope, type, id, bits }) => `${scope === 'default' ? 'default:' : ''}${type}:${id}:${toText(bits)}`,
    )
    .join(',');
}

/** Adds entries, or replaces those of the same subjects. */
export function mergeAcl(acl: readonly AclEntry[], added: readonly AclEntry[]): AclEntry[] {
  const merged = new Map(acl.map((entry) => [keyOf(entry), entry]));
  // A mask that was computed is computed again, unless the request sets one.
  for (const scope of new Set(added.map((entry) => entry.scope))) merged.delete(`${scope} mask `);
  for (const entry of added) merged.set(keyOf(entry), entry);
  return withMask([...merged.values()]);
}

/** Removes the entries of named users and groups. */
export function removeFromAcl(acl: readonly AclEntry[], removed: readonly AclEntry[]): AclEntry[] {
  const gone = new Set(removed.map(keyOf));
  const left = acl.filter((entry) => !gone.has(keyOf(entry)));
  return withMask(left.filter(({ type, scope }) => type !== 'mask' || hasNames(left, scope)));
}

/** Adds the mask that named users and groups need: everything that their class is allowed. */
export function withMask(acl: readonly AclEntry[]): AclEntry[] {
  const completed = [...acl];
  for (const scope of ['access', 'default'] as const) {
    const entries = acl.filter((entry) => entry.scope === scope);
    if (!hasNames(entries, scope) || entries.some(({ type }) => type === 'mask')) continue;
    const bits = entries
      .filter(({ type, id }) => type === 'group' || (type === 'user' && id !== ''))
      .reduce((sum, entry) => sum | entry.bits, 0);
    completed.push({ scope, type: 'mask', id: '', bits });
  }
  return completed;
}

/** `rwxr-x---`: the bits of the owner, of the mask or else the group, and of others. */
export function permissionsOf(acl: readonly AclEntry[]): string {
  const bitsOf = (type: AclEntry['type']): number | undefined =>
    acl.find((entry) => entry.scope === 'access' && entry.type === type && entry.id === '')?.bits;
  return [bitsOf('user'), bitsOf('mask') ?? bitsOf('group'), bitsOf('other')]
    .map((bits) => toText(bits ?? 0))
    .join('');
}

/**
 * Reads `rwxr-x---` or four octal digits.
 *
 * @throws LakeRefusal `header_invalid`
 */
export function readPermissions(text: string): { readonly bits: number; readonly sticky: boolean } {
  if (/^[01]?[0-7]{3}$/.test(text)) {
    const number = Number.parseInt(text, 8);
    return { bits: number & 0o777, sticky: number > 0o777 };
  }
  const match = /^([r-][w-][x-])([r-][w-][x-])([r-][w-])([xtT-])\+?$/.exec(text);
  if (match === null)
    throw new LakeRefusal('header_invalid', '"x-ms-permissions" must be like rwxr-x--- or 0750.');
  const [, user = '', group = '', other = '', last = ''] = match;
  const others = `${other}${last === 'x' || last === 't' ? 'x' : '-'}`;
  return {
    bits: (toBits(user) << 6) | (toBits(group) << 3) | toBits(others),
    sticky: last.toLowerCase() === 't',
  };
}

function hasNames(acl: readonly AclEntry[], scope: AclEntry['scope']): boolean {
  return acl.some((entry) => entry.scope === scope && entry.id !== '');
}

function keyOf({ scope, type, id }: AclEntry): string {
  return `${scope} ${type} ${id}`;
}

function sortKeyOf({ scope, type, id }: AclEntry): string {
  return `${scope} ${TYPES.indexOf(type)} ${id === '' ? '0' : `1${id}`}`;
}

/** `r-x` → 5 */
function toBits(text: string): number {
  return Number.parseInt(text.replaceAll('-', '0').replace(/[rwx]/g, '1'), 2);
}

function toText(bits: number): string {
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
}

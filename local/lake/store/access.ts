import { LakeRefusal } from '../wire/lake-refusal';
import { type AclEntry, permissionsOf, readPermissions, withMask } from './acl';
import { type Entry } from './entry';

/** Owners and access control list of a path ("Access control model in Azure Data Lake Storage"). */
export interface Access {
  readonly owner: string;
  readonly group: string;
  /** Access entries, and for a directory default entries. */
  readonly acl: readonly AclEntry[];
  readonly sticky?: boolean;
}

/** What a request says about the access to a path that it creates. */
export interface AccessRequest {
  readonly owner?: string;
  readonly group?: string;
  /** `rwxr-x---` or four octal digits. */
  readonly permissions?: string;
  /** Four octal digits. */
  readonly umask?: string;
  readonly acl?: readonly AclEntry[];
}

/** The owner of everything that is written with the account's key. */
const SUPERUSER = '$superuser';
/** Azure's default ("Path - Create"). */
const DEFAULT_UMASK = 0o027;

/** Returns the access to a path; one without its own has that of a path created with the account's key. */
export function accessOf(entry: Pick<Entry, 'kind' | 'access'>): Access {
  return entry.access ?? createAccess(entry.kind, {}, undefined);
}

/**
 * Determines the access to a new path. The default entries of the parent have priority over the umask.
 *
 * @throws LakeRefusal `header_invalid`
 */
export function createAccess(
  kind: Entry['kind'],
  request: AccessRequest,
  parent: Access | undefined,
): Access {
  const owners = { owner: request.owner ?? SUPERUSER, group: request.group ?? SUPERUSER };
  const asked = request.permissions === undefined ? undefined : readPermissions(request.permissions);
  const umask = request.umask === undefined ? DEFAULT_UMASK : readUmask(request.umask);
  const sticky = asked?.sticky === true ? { sticky: true } : {};
  if (request.acl !== undefined) {
    if (asked !== undefined)
      throw new LakeRefusal('header_invalid', '"x-ms-acl" and "x-ms-permissions" exclude each other.');
    return { ...owners, acl: completeAcl(request.acl, kind) };
  }
  const inherited = (parent?.acl ?? []).filter(({ scope }) => scope === 'default');
  const everything = kind === 'file' ? 0o666 : 0o777;
  if (inherited.length === 0)
    return { ...owners, ...sticky, acl: toBaseAcl((asked?.bits ?? everything) & ~umask) };
  const access = limit(
    inherited.map((entry): AclEntry => ({ ...entry, scope: 'access' })),
    asked?.bits ?? everything,
  );
  return { ...owners, ...sticky, acl: kind === 'file' ? access : [...access, ...inherited] };
}

/** Replaces owners, permissions or the list; what is not given remains. */
export function changeAccess(kind: Entry['kind'], before: Access, request: AccessRequest): Access {
  const { owner = before.owner, group = before.group } = request;
  if (request.acl !== undefined && request.permissions !== undefined)
    throw new LakeRefusal('header_invalid', '"x-ms-acl" and "x-ms-permissions" exclude each other.');
  if (request.permissions !== undefined) {
    const { bits, sticky } = readPermissions(request.permissions);
    return { owner, group, acl: replaceBits(before.acl, bits), ...(sticky && { sticky }) };
  }
  const kept = before.sticky === true ? { sticky: true } : {};
  if (request.acl === undefined) return { owner, group, acl: before.acl, ...kept };
  const asked = completeAcl(request.acl, kind);
  const setsDefaults = request.acl.some(({ scope }) => scope === 'default');
  // As in Azure, a list without default entries leaves those of the directory.
  const defaults = setsDefaults ? [] : before.acl.filter(({ scope }) => scope === 'default');
  return { owner, group, acl: [...asked, ...defaults], ...kept };
}

/** `rwxr-x---`, with `t` for the sticky bit and `+` if there are entries for named users or groups. */
export function formatPermissions(access: Access): string {
  const text = permissionsOf(access.acl);
  const last = text.endsWith('x') ? 't' : 'T';
  const isExtended = access.acl.some(({ id, scope }) => id !== '' && scope === 'access');
  return `${access.sticky === true ? `${text.slice(0, -1)}${last}` : text}${isExtended ? '+' : ''}`;
}

/**
 * Adds what a request may leave out: base entries of the default scope, which are those of the access scope then, and
 * masks.
 *
 * @throws LakeRefusal `header_invalid` without the three base entries, and for default entries of a file
 */
function completeAcl(acl: readonly AclEntry[], kind: Entry['kind']): AclEntry[] {
  const hasDefaults = acl.some(({ scope }) => scope === 'default');
  if (kind === 'file' && hasDefaults)
    throw new LakeRefusal('header_invalid', 'A file cannot have default entries in "x-ms-acl".');
  const base = (['user', 'group', 'other'] as const).map((type): AclEntry => {
    const found = acl.find((entry) => entry.scope === 'access' && entry.type === type && entry.id === '');
    if (found === undefined)
      throw new LakeRefusal('header_invalid', `"x-ms-acl" lacks the access entry "${type}::".`);
    return { ...found, scope: 'default' };
  });
  const missing = base.filter(
    ({ type }) => !acl.some((entry) => entry.scope === 'default' && entry.type === type && entry.id === ''),
  );
  return withMask([...acl, ...(hasDefaults ? missing : [])]);
}

function readUmask(text: string): number {
  if (!/^0?[0-7]{3}$/.test(text))
    throw new LakeRefusal('header_invalid', '"x-ms-umask" must have four octal digits.');
  return Number.parseInt(text, 8);
}

function toBaseAcl(bits: number): AclEntry[] {
  return replaceBits(
    (['user', 'group', 'other'] as const).map((type) => ({ scope: 'access', type, id: '', bits: 0 })),
    bits,
  );
}

/** The bits of user, group class and others; POSIX keeps those of the group class in the mask if there is one. */
function classOf(entry: AclEntry, hasMask: boolean): number | undefined {
  if (entry.scope === 'default' || entry.id !== '') return undefined;
  if (entry.type === 'user') return 6;
  if (entry.type === 'other') return 0;
  return (entry.type === 'mask') === hasMask ? 3 : undefined;
}

function replaceBits(acl: readonly AclEntry[], bits: number): AclEntry[] {
  const hasMask = acl.some(({ scope, type }) => scope === 'access' && type === 'mask');
  return acl.map((entry) => {
    const shift = classOf(entry, hasMask);
    return shift === undefined ? entry : { ...entry, bits: (bits >> shift) & 7 };
  });
}

function limit(acl: readonly AclEntry[], bits: number): AclEntry[] {
  const hasMask = acl.some(({ type }) => type === 'mask');
  return acl.map((entry) => {
    const shift = classOf(entry, hasMask);
    return shift === undefined ? entry : { ...entry, bits: entry.bits & (bits >> shift) & 7 };
  });
}

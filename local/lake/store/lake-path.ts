import { LakeRefusal } from '../wire/lake-refusal';

/**
 * Maximum length of a file or directory name in bytes of UTF-8, on common file systems (ext4, xfs, btrfs,
 * APFS, NTFS).
 */
const SEGMENT_BYTES = 255;
/**
 * Azure's maximum length of a path in characters ("Naming and referencing containers, blobs and metadata").
 */
const PATH_CHARACTERS = 1024;
/**
 * Containers: 3 to 63 lower-case letters, digits and single hyphens (the same page). So `.lake` is not a
 * valid name.
 */
const FILESYSTEM_NAME = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Characters that XML does not allow or that disturb a terminal. */
const UNPRINTABLE = /[\p{Cc}\ufffe\uffff]/u;
const NOT_ON_WINDOWS = /[<>:"|?*\\]|[. ]$/;

export function isFilesystemName(name: string): boolean {
  return FILESYSTEM_NAME.test(name);
}

/** @throws LakeRefusal `name_invalid` */
export function requireFilesystemName(name: string): string {
  if (!isFilesystemName(name)) {
    throw new LakeRefusal(
      'name_invalid',
      `The name of a filesystem must be 3 to 63 lower-case letters, digits and single hyphens, not "${name}".`,
    );
  }
  return name;
}

/**
 * Checks a path in a filesystem, which becomes the path of a plain file.
 *
 * @throws LakeRefusal `name_invalid` if the file system or Azure does not allow it, `uri_invalid` for `.` and
 *   `..`
 */
export function requirePath(path: string): string {
  if (path.length > PATH_CHARACTERS)
    throw new LakeRefusal('name_invalid', `A path can have at most ${PATH_CHARACTERS} characters.`);
  for (const segment of path.split('/')) {
    if (segment === '') throw new LakeRefusal('name_invalid', 'A path cannot have empty segments.');
    if (segment === '.' || segment === '..')
      throw new LakeRefusal('uri_invalid', `"${segment}" is not a valid name.`);
    if (UNPRINTABLE.test(segment))
      throw new LakeRefusal('name_invalid', 'A name cannot have control characters.');
    if (process.platform === 'win32' && NOT_ON_WINDOWS.test(segment))
      throw new LakeRefusal('name_invalid', `Windows does not allow a file named "${segment}".`);
    if (Buffer.byteLength(segment) > SEGMENT_BYTES) {
      throw new LakeRefusal(
        'name_invalid',
        `This lake stores plain files, so a name between two slashes can have at most ${SEGMENT_BYTES} bytes.`,
      );
    }
  }
  return path;
}

/** Returns whether `requirePath` accepts the path. */
export function isPath(path: string): boolean {
  try {
    requirePath(path);
    return true;
  } catch (error) {
    if (error instanceof LakeRefusal) return false;
    throw error;
  }
}

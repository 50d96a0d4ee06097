import { LakeRefusal } from '../wire/lake-refusal';

/** Longest name of one file or directory, in bytes of UTF-8, on the file systems in use (ext4, xfs, btrfs, APFS, NTFS). */
const SEGMENT_BYTES = 255;
/** Longest path that the real service takes, in characters ("Naming and referencing containers, blobs and metadata"). */
const PATH_CHARACTERS = 1024;
/** Containers: 3 to 63 lower-case letters, digits and single hyphens (the same page). So `.lake` can never be one. */
const FILESYSTEM_NAME = /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** What XML cannot carry, or a terminal should not. */
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
      `A filesystem is called by 3 to 63 lower-case letters, digits and single hyphens, not "${name}".`,
    );
  }
  return name;
}

/**
 * Checks a path below a filesystem, which will be the path of a plain file.
 *
 * @throws LakeRefusal `name_invalid` for what the file system or the real service does not take, `uri_invalid` for `.` and `..`
 */
export function requirePath(path: string): string {
  if (path.length > PATH_CHARACTERS)
    throw new LakeRefusal('name_invalid', `A path has at most ${PATH_CHARACTERS} characters.`);
  for (const segment of path.split('/')) {
    if (segment === '') throw new LakeRefusal('name_invalid', 'A path has no empty segments.');
    if (segment === '.' || segment === '..')
      throw new LakeRefusal('uri_invalid', `"${segment}" is not a name.`);
    if (UNPRINTABLE.test(segment)) throw new LakeRefusal('name_invalid', 'A name has no control characters.');
    if (process.platform === 'win32' && NOT_ON_WINDOWS.test(segment))
      throw new LakeRefusal('name_invalid', `Windows cannot hold a file called "${segment}".`);
    if (Buffer.byteLength(segment) > SEGMENT_BYTES) {
      throw new LakeRefusal(
        'name_invalid',
        `This lake keeps plain files, so a name between two slashes has at most ${SEGMENT_BYTES} bytes.`,
      );
    }
  }
  return path;
}

/** Whether `requirePath` takes it. */
export function isPath(path: string): boolean {
  try {
    requirePath(path);
    return true;
  } catch (error) {
    if (error instanceof LakeRefusal) return false;
    throw error;
  }
}

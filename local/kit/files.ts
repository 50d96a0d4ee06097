import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface ReplaceFileOptions {
  /** Whether the new text must survive a power cut. @default false */
  readonly fsync?: boolean;
  /** @default 0o666, less the process's umask */
  readonly mode?: number;
}

/** Replaces a whole file: if the process is killed, the file has either its old or its new content. */
export function replaceFile(
  path: string,
  text: string,
  { fsync = false, mode = 0o666 }: ReplaceFileOptions = {},
): void {
  const file = openSync(`${path}.new`, 'w', mode);
  try {
    writeFileSync(file, text);
    if (fsync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.new`, path);
}

/** Flushes the names in a directory to the disk. */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory for this; the journal of its file system must suffice.
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Returns the text of a file; `undefined` if it does not exist. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Reading the /proc entry of a process that is just ending gives ESRCH.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/**
 * Returns whether an error is a system error with this code. It checks members, because under Jest errors
 * come from another realm.
 */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

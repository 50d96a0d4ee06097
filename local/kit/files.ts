import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface ReplaceFileOptions {
  /** Whether the new text survives a power cut too. @default false */
  readonly fsync?: boolean;
  /** @default 0o666, less what the process masks */
  readonly mode?: number;
}

/** Replaces a file as a whole: a killed process leaves the old one or the new one. */
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

/** Makes the names in a directory survive a power cut. */
export function syncDirectory(directory: string): void {
  // Windows cannot open a directory for this; there the file system's own journal must do.
  if (process.platform === 'win32') return;
  const file = openSync(directory, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** The text of a file; `undefined` where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A process that ends while its description in /proc is read gives ESRCH.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
}

/** Whether an error is of the system and has this code. Read by its members: under Jest it is of another realm. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

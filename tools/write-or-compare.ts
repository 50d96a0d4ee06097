import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WriteOrCompareOptions {
  /** Text by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders that contain only these files; other files in them are stale. */
  readonly ownedFolders?: readonly string[];
  /** Compare only. @default false */
  readonly check?: boolean;
}

/**
 * Writes the files that differ and removes the stale ones. With `check`, it changes nothing.
 *
 * @returns the paths that differed.
 */
export function writeOrCompare({
  files,
  ownedFolders = [],
  check = false,
}: WriteOrCompareOptions): readonly string[] {
  const differing: string[] = [];
  for (const [path, text] of files) {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    differing.push(path);
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const folder of ownedFolders) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const path = join(folder, name);
      if (files.has(path)) continue;
      differing.push(path);
      if (!check) rmSync(path, { recursive: true });
    }
  }
  return differing;
}

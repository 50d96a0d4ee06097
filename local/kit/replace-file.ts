import { renameSync, writeFileSync } from 'node:fs';

/** Replaces a file as a whole: a killed process leaves the old one or the new one. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

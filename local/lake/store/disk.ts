import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { hasCode } from '../../kit';
import { type Change } from './entry';

/** `undefined` when there is nothing. */
export function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    // Something above it is a file.
    if (hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** The directories whose names changed in a way that the journal cannot make again later. */
export function directoriesToSync(changes: readonly Change[]): Set<string> {
  const directories = new Set<string>();
  for (const change of changes) {
    if (change.op === 'remove' || change.op === 'move') directories.add(dirname(change.path));
    if (change.op === 'move') directories.add(dirname(change.to));
    if (change.op === 'put' && change.entry.kind !== 'file')
      for (const { path } of [...change.parents, change]) directories.add(dirname(path));
  }
  return directories;
}

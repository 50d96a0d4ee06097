import { type Stats } from 'node:fs';
import { type Entry, withoutMd5 } from './entry';

const ADOPTED = 'adopted-';

/** Returns whether the entry is of a file that a person or another program wrote, so its ETag is not the lake's own. */
export function isAdopted(entry: Entry): boolean {
  return entry.content?.id.startsWith(ADOPTED) === true;
}

/**
 * Creates the entry of a file or directory that a person or another program wrote. Properties of an older
 * entry remain, except those that describe the bytes.
 */
export function foreignEntry(path: string, stat: Stats, entry: Entry | undefined): Entry {
  const kind = !stat.isDirectory() ? 'file' : path.includes('/') ? 'directory' : 'filesystem';
  const before = entry?.kind === kind ? entry : undefined;
  // The modification time of a directory changes with its children, but its ETag must not.
  const time = kind === 'file' ? stat.mtimeMs : stat.birthtimeMs;
  const version = `F${Math.round(time * 1000).toString(16)}${kind === 'file' ? stat.size.toString(16) : ''}`;
  return {
    kind,
    tag: `0x${version.toUpperCase()}`,
    createdAt: before?.createdAt ?? stat.birthtimeMs,
    modifiedAt: time,
    headers: withoutMd5(before?.headers ?? {}),
    metadata: before?.metadata ?? {},
    ...(before?.access !== undefined && { access: before.access }),
    ...(kind === 'file' && {
      content: { id: `${ADOPTED}${version}`, length: stat.size, fileTimeMs: stat.mtimeMs },
    }),
  };
}

/**
 * Returns whether a file is unchanged since its entry was written. Copies of a directory lose precision below
 * 1 ms.
 */
export function isUnchanged(stat: Stats, entry: Entry): boolean {
  if (entry.content === undefined) return stat.isDirectory();
  return stat.size === entry.content.length && Math.abs(stat.mtimeMs - entry.content.fileTimeMs) < 1;
}

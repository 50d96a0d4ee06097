import { type Stats } from 'node:fs';
import { type Entry, withoutMd5 } from './entry';

/**
 * The entry of what a person or another program put into the directory. Over an older entry of the lake, the properties stay and
 * what spoke of the bytes goes.
 */
export function foreignEntry(path: string, stat: Stats, entry: Entry | undefined): Entry {
  const kind = !stat.isDirectory() ? 'file' : path.includes('/') ? 'directory' : 'filesystem';
  const before = entry?.kind === kind ? entry : undefined;
  // A directory's modification time changes with its children, its ETag must not.
  const time = kind === 'file' ? stat.mtimeMs : stat.birthtimeMs;
  const version = `F${Math.round(time * 1000).toString(16)}${kind === 'file' ? stat.size.toString(16) : ''}`;
  return {
    kind,
    tag: `0x${version.toUpperCase()}`,
    createdAt: before?.createdAt ?? stat.birthtimeMs,
    modifiedAt: time,
    headers: withoutMd5(before?.headers ?? {}),
    metadata: before?.metadata ?? {},
    ...(kind === 'file' && {
      content: { id: `adopted-${version}`, length: stat.size, fileTimeMs: stat.mtimeMs },
    }),
  };
}

/** Whether a file still is as it was when its entry was written; below 1 ms copies of a directory lose precision. */
export function isUnchanged(stat: Stats, entry: Entry): boolean {
  if (entry.content === undefined) return stat.isDirectory();
  return stat.size === entry.content.length && Math.abs(stat.mtimeMs - entry.content.fileTimeMs) < 1;
}

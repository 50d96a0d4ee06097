import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files under `directory` that match `pattern`, sorted within each alternative, alternatives in their order:
 * `dist/{index.js,functions/*.js}` gives the index before the functions. Knows braces, `*`, `**` and `?`, which is
 * what package.json "main" patterns of function apps use. Paths have forward slashes.
 */
export async function glob(pattern: string, directory: string): Promise<string[]> {
  const found = new Set<string>();
  for (const alternative of expandBraces(pattern.replace(/^\.\//, ''))) {
    for (const path of (await walk(directory, alternative.split('/'))).sort()) found.add(path);
  }
  return [...found];
}

/** `a{b,c}d` to `abd`, `acd`; braces may nest. */
export function expandBraces(pattern: string): string[] {
  const open = pattern.indexOf('{');
  if (open < 0) return [pattern];
  const parts: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '{') depth++;
    else if (character === ',' && depth === 1) {
      parts.push(pattern.slice(start, at));
      start = at + 1;
    } else if (character === '}' && --depth === 0) {
      parts.push(pattern.slice(start, at));
      const head = pattern.slice(0, open);
      const tails = expandBraces(pattern.slice(at + 1));
      return parts
        .flatMap((part) => expandBraces(part))
        .flatMap((part) => tails.map((tail) => head + part + tail));
    }
  }
  return [pattern];
}

async function walk(root: string, segments: readonly string[], base = ''): Promise<string[]> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [];
  const entries = await entriesOf(join(root, base));
  const below = (name: string): string => (base === '' ? name : `${base}/${name}`);
  if (segment === '**') {
    const here = await walk(root, rest, base);
    const directories = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
    const deeper = await Promise.all(directories.map((entry) => walk(root, segments, below(entry.name))));
    return [here, ...deeper].flat();
  }
  const matches = entries.filter((entry) => toExpression(segment).test(entry.name));
  if (rest.length === 0)
    return matches.filter((entry) => !entry.isDirectory()).map((entry) => below(entry.name));
  const deeper = await Promise.all(matches.map((entry) => walk(root, rest, below(entry.name))));
  return deeper.flat();
}

/** Nothing where there is no directory: a pattern may name one that was never built. */
async function entriesOf(directory: string): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

function toExpression(segment: string): RegExp {
  const escaped = segment.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`);
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** Clients that prove operations of stand-ins, in the order of the columns. */
export const CLIENTS = [
  'JavaScript',
  'Python',
  'Java',
  'Go',
  '.NET',
  'azcopy',
  'rclone',
  'Hadoop',
  'Spark',
  'delta-rs',
  'polars',
  'Arrow',
  'DuckDB',
  'HTTP',
] as const;

export type Client = (typeof CLIENTS)[number];

/** Clients by operation: the name of the service's folder, a space, and the id of the row. */
export type Proofs = ReadonlyMap<string, ReadonlySet<Client>>;

/** Files that hold no tests. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'target', '__pycache__']);
const EXTENSIONS = new Set(['.ts', '.py', '.go', '.java', '.sh']);

/**
 * A comment of one line above a test, in the comment form of its language:
 * `Proves send.hub, send.batch of event-hubs with Python.`
 */
const PROOF = /^\s*(?:\/\/|#)\s*Proves ([\w.\-, ]+) of ([\w-]+) with ([\w.\-, ]+)\.\s*$/;

/**
 * Reads which client proves which operation, from comments in tests.
 *
 * @param folders of tests
 * @throws Error with file and line if a comment is not complete, or names an unknown client
 */
export function readProofs(folders: readonly string[]): Proofs {
  const proofs = new Map<string, Set<Client>>();
  for (const file of folders.flatMap(listTests)) {
    for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
      if (!/^\s*(?:\/\/|#)\s*Proves /.test(line)) continue;
      const [, ids = '', service = '', clients = ''] = PROOF.exec(line) ?? [];
      const at = `${file}:${index + 1}`;
      if (service === '')
        throw new Error(`${at}: write "Proves <row>, <row> of <service> with <client>." on one line.`);
      for (const client of clients.split(', ')) {
        if (!isClient(client)) throw new Error(`${at}: "${client}" is none of ${CLIENTS.join(', ')}.`);
        for (const id of ids.split(', ')) {
          const key = `${service} ${id}`;
          proofs.set(key, (proofs.get(key) ?? new Set()).add(client));
        }
      }
    }
  }
  return proofs;
}

function isClient(name: string): name is Client {
  return (CLIENTS as readonly string[]).includes(name);
}

/** Returns no files of a folder that does not exist: a copy of the app may come without tests. */
function listTests(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : listTests(path);
    return EXTENSIONS.has(extname(entry.name)) ? [path] : [];
  });
}

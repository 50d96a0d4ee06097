import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { type ContentCoding } from '../platform/http/content-coding';

export interface MonitorAsset {
  readonly contentType: string;
  /** Whether the name contains a hash of the content, so that the content never changes. */
  readonly isImmutable: boolean;
  /** Hash of the content without a coding. */
  readonly hash: string;
  readonly bodies: Readonly<Partial<Record<ContentCoding, Uint8Array>>> & { readonly identity: Uint8Array };
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
};

/**
 * Reads all files of the built page into memory, by name. Other files are not served, so no request reaches
 * the file system.
 *
 * @param directory the output of tools/build-monitor.ts
 * @throws Error of the file system if the page is not built
 */
export async function readMonitorAssets(directory: string): Promise<ReadonlyMap<string, MonitorAsset>> {
  const names = new Set(await readdir(directory));
  const shown = [...names].filter((name) => CONTENT_TYPES[extname(name)] !== undefined);
  const assets = await Promise.all(
    shown.map(async (name) => {
      const read = async (suffix: string): Promise<Uint8Array | undefined> =>
        names.has(name + suffix) ? readFile(join(directory, name + suffix)) : undefined;
      const identity = await readFile(join(directory, name));
      const [gzip, br] = [await read('.gz'), await read('.br')];
      const asset: MonitorAsset = {
        contentType: CONTENT_TYPES[extname(name)] ?? '',
        isImmutable: /-[0-9a-f]{12}\.[a-z]+$/.test(name),
        hash: createHash('sha256').update(identity).digest('hex').slice(0, 32),
        bodies: { identity, ...(gzip && { gzip }), ...(br && { br }) },
      };
      return [name, asset] as const;
    }),
  );
  return new Map(assets);
}

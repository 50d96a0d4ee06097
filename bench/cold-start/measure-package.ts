import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { ROOT } from '../shared/built';

/** What is deployed. */
export interface PackageSize {
  readonly files: number;
  readonly bytes: number;
  /** Of a zip file with the usual compression. */
  readonly zipBytes: number;
}

/** Bytes of a zip file for each entry besides its content and twice its name, and once at the end (APPNOTE.TXT 4.3). */
const ENTRY_BYTES = 30 + 46;
const END_BYTES = 22;

/** Stages the package of the built app as `hooks/package.mjs` does, and measures it. */
export async function measurePackage(): Promise<PackageSize> {
  const { stagePackage } = await import('../../hooks/lib/package-content.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'sluice-package-'));
  try {
    await stagePackage(ROOT, folder);
    return measureFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures all files below a folder as if they were in one zip file. */
export function measureFolder(folder: string): PackageSize {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  let bytes = 0;
  let zipBytes = END_BYTES;
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    zipBytes += ENTRY_BYTES + 2 * relative(folder, file).length + deflateRawSync(content).length;
  }
  return { files: files.length, bytes, zipBytes };
}

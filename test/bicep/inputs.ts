import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder with shapes of a deployment, their snapshots and the hash of their inputs. */
export const PARAMETERS = 'test/azure/parameters';

/** The inputs of the snapshots: `made-from.json`. */
export interface MadeFrom {
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly location: string;
  /** Hash of all input files of snapshots, as hexadecimal digits. */
  readonly sha256: string;
}

/** Folders of input files: Bicep, the files that it loads, and the parameters of each shape. */
const INPUTS: readonly (readonly [folder: string, files: RegExp])[] = [
  ['adf', /\.json$/],
  ['bicep', /\.(bicep|json)$/],
  ['stream-analytics', /\.(asaql|json)$/],
  [PARAMETERS, /\.bicepparam$/],
];

/** Hash of the names and contents of those files under `root`; line ends do not count. */
export function hashInputs(root: string): string {
  const hash = createHash('sha256');
  for (const [folder, files] of INPUTS) {
    const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => files.test(path))
      .sort();
    for (const path of paths) {
      const text = readFileSync(join(root, folder, path), 'utf8').replaceAll('\r\n', '\n');
      hash.update(`${folder}/${path}\0${text.length}\0${text}`);
    }
  }
  return hash.digest('hex');
}

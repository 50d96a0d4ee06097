import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The files that the app needs at run time. The bundle has all packages. .funcignore has the same list for `func azure functionapp publish`. */
export const CONTENT = ['dist/app', 'dist/monitor', 'host.json', 'package.json'];

/** Files that editors, shells and people leave beside sources: settings of a machine, secrets, logs. */
const STRAY =
  /(^|\/)(local\.settings.*\.json|\.[^/]*|[^/]*\.(log|map|pem|key|pfx|env|bak|orig|zip|tsbuildinfo))$/;

/**
 * Copies the deployed files into an empty folder.
 *
 * @param {string} root of the project, after `npm run build:app` and `npm run build:monitor`
 * @param {string} folder emptied first
 */
export async function stagePackage(root, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const path of CONTENT) await cp(join(root, path), join(folder, path), { recursive: true });
}

/**
 * Returns files of a staged package that must not go to Azure.
 *
 * @param {string} folder
 * @returns {Promise<string[]>} paths below the folder
 */
export async function findStrayFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .filter(
      (path) =>
        STRAY.test(path) || !CONTENT.some((allowed) => path === allowed || path.startsWith(`${allowed}/`)),
    )
    .sort();
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads a file of the app as the Node worker of Azure Functions does: `import()` for ES modules, otherwise `require`.
 * `import()` of a CommonJS file would also search its text for exports, which takes longer than loading a large bundle.
 *
 * @throws the error of the file
 * @see https://github.com/Azure/azure-functions-nodejs-worker/blob/v3.x/src/loadScriptFile.ts
 */
export async function loadEntryPoint(path: string, appDirectory: string): Promise<void> {
  if (isEsModule(path, appDirectory)) await import(pathToFileURL(path).href);
  else createRequire(path)(path);
}

function isEsModule(path: string, appDirectory: string): boolean {
  if (path.endsWith('.mjs')) return true;
  if (path.endsWith('.cjs')) return false;
  // The host has found the files by this file.
  const manifest = JSON.parse(readFileSync(join(appDirectory, 'package.json'), 'utf8')) as { type?: unknown };
  return manifest.type === 'module';
}

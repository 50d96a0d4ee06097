// @ts-check
// The entry point of the app's bundle: set-up first, then all triggers.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const APP_ENTRY = 'app-entry';

/**
 * Provides the module `app-entry`, which imports `src/index.ts` and each file of `src/functions/`.
 *
 * @param {string} root of the repository
 * @returns {import('esbuild').Plugin}
 */
function appEntry(root) {
  return {
    name: 'app-entry',
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${APP_ENTRY}$`) }, () => ({
        path: APP_ENTRY,
        namespace: APP_ENTRY,
      }));
      build.onLoad({ filter: /./, namespace: APP_ENTRY }, () => ({
        contents: ['./index', ...triggersOf(root)].map((path) => `import '${path}';`).join('\n'),
        resolveDir: join(root, 'src'),
      }));
    },
  };
}

/**
 * @param {string} root
 * @returns {readonly string[]} such as `./functions/land`, by name
 */
function triggersOf(root) {
  return readdirSync(join(root, 'src', 'functions'))
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => `./functions/${name.slice(0, -'.ts'.length)}`);
}

module.exports = { APP_ENTRY, appEntry };
